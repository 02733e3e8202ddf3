package io.octograph.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;
import java.util.Set;

/** How a run gets the keys and values of the tokens before it and gives back those of its own. */
interface CachePassing {
  /** Lends a cache's first {@code past} tokens to a run. */
  Lent lend(KvCache cache, int past) throws OrtException;

  /** What a run reads, and where its own tokens go. Close it after the run. */
  interface Lent extends AutoCloseable {
    /** Inputs by name. */
    Map<String, OnnxTensor> past();

    /** Outputs that the run writes into memory it is given. */
    Map<String, OnnxTensor> pinned();

    /** Outputs that the run makes memory for. */
    Set<String> wanted();

    /** Puts the run's tokens behind the others. */
    void takeBack(OrtSession.Result result, int tokens) throws OrtException;

    @Override
    void close();
  }

  /** The way that a graph asks for. */
  static CachePassing of(ModelConfig config, ModelInputs inputs) {
    var names = config.names().cache();
    boolean asItLies = names.inPlace() && !names.fused();
    return asItLies && inputs.cacheType() == OnnxJavaType.FLOAT
        ? new CacheInPlace(names)
        : new CacheHandedOver(config, inputs.cacheType());
  }
}
