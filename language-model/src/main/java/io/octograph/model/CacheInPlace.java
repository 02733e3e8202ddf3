package io.octograph.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The run appends to the cache where it lies (GroupQueryAttention with a shared buffer). */
record CacheInPlace(List<String> past, List<String> present, CacheMemory memory)
    implements CachePassing {
  /**
   * Makes the names of all layers' tensors once, in the cache's order.
   *
   * @param layers of the model
   */
  static CacheInPlace of(ModelConfig.CacheNames names, int layers, CacheMemory memory) {
    return new CacheInPlace(all(names.past(), layers), all(names.present(), layers), memory);
  }

  private static List<String> all(List<String> patterns, int layers) {
    return IntStream.range(0, 2 * layers)
        .mapToObj(i -> patterns.get(i % 2).formatted(i / 2))
        .toList();
  }

  @Override
  public Lent lend(KvCache cache, int tokens) {
    var before = new HashMap<String, OnnxTensor>();
    var after = new HashMap<String, OnnxTensor>();
    for (int i = 0; i < cache.tensors().size(); i++) {
      var tensor = cache.tensors().get(i);
      before.put(past.get(i), tensor);
      after.put(present.get(i), tensor);
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
