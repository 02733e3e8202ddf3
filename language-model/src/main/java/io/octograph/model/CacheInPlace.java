package io.octograph.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The run appends to the cache where it lies (GroupQueryAttention with a shared buffer). */
record CacheInPlace(ModelConfig.CacheNames names, CacheMemory memory) implements CachePassing {
  @Override
  public Lent lend(KvCache cache, int past) {
    var before = new HashMap<String, OnnxTensor>();
    var after = new HashMap<String, OnnxTensor>();
    for (int i = 0; i < cache.tensors().size(); i++) {
      var tensor = cache.tensors().get(i);
      before.put(names.past().get(i % 2).formatted(i / 2), tensor);
      after.put(names.present().get(i % 2).formatted(i / 2), tensor);
    }
    return new Whole(before, after);
  }

  private record Whole(Map<String, OnnxTensor> past, Map<String, OnnxTensor> pinned)
      implements Lent {
    @Override
    public Set<String> wanted() {
      return Set.of();
    }

    @Override
    public void takeBack(OrtSession.Result result, int tokens) {
      // They are there.
    }

    @Override
    public void close() {
      // The tensors are the cache's.
    }
  }
}
