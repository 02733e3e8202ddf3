package io.octograph.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.octograph.model.device.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The run reads a copy that is just as long as the tokens before, and gives all of them with its
 * own in new memory (MultiHeadAttention, plain attention): of that the new ones are copied into the
 * cache. So sequences, prefixes and the pool know one kind of cache only, in 32-bit floats,
 * whatever the graph's layout and type are; those of 16 bits are widened without a loss. The cost
 * is a copy of the past a run. Used by one thread at a time.
 */
final class CacheHandedOver implements CachePassing {
  private final OrtEnvironment environment = Sessions.environment();
  private final ModelConfig.CacheNames names;
  private final ModelConfig.Shape shape;
  private final OnnxJavaType type;
  private final ByteBuffer[] copies;
  private final CacheMemory memory;

  CacheHandedOver(ModelConfig config, OnnxJavaType type) {
    this.names = config.names().cache();
    this.shape = config.shape();
    this.type = type;
    this.copies = new ByteBuffer[names.past().size() * shape.layers()];
    this.memory = new HostCacheMemory(shape, ElementType.FLOAT);
  }

  @Override
  public CacheMemory memory() {
    return memory;
  }

  @Override
  public Lent lend(KvCache cache, int past) throws OrtException {
    var given = new HashMap<String, OnnxTensor>();
    try {
      for (int i = 0; i < copies.length; i++) {
        given.put(name(names.past(), i), copy(cache, past, i));
      }
    } catch (OrtException e) {
      given.values().forEach(OnnxTensor::close);
      throw e;
    }
    var wanted = new HashSet<String>();
    for (int i = 0; i < copies.length; i++) {
      wanted.add(name(names.present(), i));
    }
    return new Copies(cache, past, given, wanted);
  }

  private String name(List<String> ofEach, int tensor) {
    return ofEach.get(tensor % ofEach.size()).formatted(tensor / ofEach.size());
  }

  /** Which of the cache's buffers the graph's tensor is made of: one, or keys and values. */
  private List<FloatBuffer> parts(KvCache cache, int tensor) {
    return names.fused()
        ? List.of(part(cache, 2 * tensor), part(cache, 2 * tensor + 1))
        : List.of(part(cache, tensor));
  }

  private static FloatBuffer part(KvCache cache, int index) {
    return ((HostKvCache) cache).floats(index);
  }

  private OnnxTensor copy(KvCache cache, int past, int tensor) throws OrtException {
    var parts = parts(cache, tensor);
    int values = Math.multiplyExact(parts.size() * shape.kvHeads() * shape.headSize(), past);
    var bytes = scratch(tensor, values * type.size);
    for (var part : parts) {
      for (int head = 0; head < shape.kvHeads(); head++) {
        int from = head * cache.capacity() * shape.headSize();
        write(part.slice(from, past * shape.headSize()), bytes);
      }
    }
    return OnnxTensor.createTensor(environment, bytes.flip(), dimensions(past), type);
  }

  private long[] dimensions(int tokens) {
    return names.fused()
        ? new long[] {2, 1, shape.kvHeads(), tokens, shape.headSize()}
        : new long[] {1, shape.kvHeads(), tokens, shape.headSize()};
  }

  private void write(FloatBuffer values, ByteBuffer target) {
    if (type == OnnxJavaType.FLOAT) {
      target.asFloatBuffer().put(values.duplicate());
      target.position(target.position() + values.remaining() * Float.BYTES);
    } else {
      for (int i = 0; i < values.remaining(); i++) {
        target.putShort(Float.floatToFloat16(values.get(i)));
      }
    }
  }

  /** Memory for a copy, kept for the next run. */
  private ByteBuffer scratch(int tensor, int bytes) {
    if (copies[tensor] == null || copies[tensor].capacity() < bytes) {
      copies[tensor] = ByteBuffer.allocateDirect(Math.max(1 << 10, 2 * bytes));
    }
    return copies[tensor].slice(0, bytes).order(ByteOrder.nativeOrder());
  }

  private final class Copies implements Lent {
    private final KvCache cache;
    private final int before;
    private final Map<String, OnnxTensor> past;
    private final Set<String> wanted;

    Copies(KvCache cache, int before, Map<String, OnnxTensor> past, Set<String> wanted) {
      this.cache = cache;
      this.before = before;
      this.past = past;
      this.wanted = wanted;
    }

    @Override
    public Map<String, OnnxTensor> past() {
      return past;
    }

    @Override
    public Map<String, OnnxTensor> pinned() {
      return Map.of();
    }

    @Override
    public Set<String> wanted() {
      return wanted;
    }

    @Override
    public void takeBack(OrtSession.Result result, int tokens) throws OrtException {
      for (int i = 0; i < copies.length; i++) {
        var name = name(names.present(), i);
        takeBack(name, (OnnxTensor) result.get(name).orElseThrow(), parts(cache, i), tokens);
      }
    }

    private void takeBack(String name, OnnxTensor present, List<FloatBuffer> parts, int tokens)
        throws OrtException {
      int rank = present.getInfo().getShape().length;
      int length = (int) present.getInfo().getShape()[rank - 2];
      if (length < before + tokens) {
        throw new ModelException(
            "The output '%s' has %d tokens after %d were read. Export the model without a cache "
                    .formatted(name, length, before + tokens)
                + "that slides with the window.");
      }
      var all = present.getFloatBuffer();
      int size = shape.headSize();
      int plane = 0;
      for (var part : parts) {
        for (int head = 0; head < shape.kvHeads(); head++) {
          int to = (head * cache.capacity() + before) * size;
          part.put(to, all, (plane++ * length + before) * size, tokens * size);
        }
      }
    }

    @Override
    public void close() {
      past.values().forEach(OnnxTensor::close);
    }
  }
}
