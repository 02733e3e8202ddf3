package io.octograph.model.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.octograph.model.device.DeviceKvCache.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The bundled model with its cache in tensors of the session's device, here the CPU. */
class DeviceKvCacheTest {
  /** Named as the engine's: the first to ask for a process's environment names it. */
  private static final OrtEnvironment ENVIRONMENT =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "octograph");

  private static final Path MODEL = Path.of("..", "models", "octopus-135m", "model.onnx");
  private static final int LAYERS = 30;
  private static final long[] SHAPE = {1, 3, 32, 64};
  private static final int FLOATS = 3 * 32 * 64;
  private static final List<String> PAST = names("past_key_values");
  private static final List<String> PRESENT = names("present");

  /** A prompt, then a token, then two, which find the cache grown. */
  private static final long[][] RUNS = {{1, 4093, 198, 504, 3575, 282}, {100}, {101, 102}};

  @Test
  void boundRunsGiveTheJavaApisLogitsBitForBit() throws OrtException {
    try (var settings = new OrtSession.SessionOptions()) {
      settings.setIntraOpNumThreads(1);
      try (var session = ENVIRONMENT.createSession(MODEL.toString(), settings)) {
        var expected = byJavaApi(session);
        var actual = bound(session);
        assertThat(actual).hasSize(RUNS.length);
        for (int run = 0; run < RUNS.length; run++) {
          assertThat(actual.get(run)).as("run %d", run).isEqualTo(expected.get(run));
        }
      }
    }
  }

  @Test
  void onlyWhatBothHoldIsCopied() throws OrtException, IOException {
    try (var graph = getClass().getResourceAsStream("/binding.onnx");
        var session = ENVIRONMENT.createSession(graph.readAllBytes());
        var memory = new DeviceMemory(session, Place.HOST);
        var small = new DeviceKvCache(memory, 1, ElementType.FLOAT16, new Shape(2, 3, 4));
        var large = new DeviceKvCache(memory, 1, ElementType.FLOAT16, new Shape(2, 5, 4))) {
      large.copyFrom(small, 3);
      small.copyFrom(large, 3);
      small.copyFrom(large, 0);
      assertThatThrownBy(() -> small.copyFrom(large, 4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("32 bytes of each of 2 parts cannot go from 80 bytes in");
      assertThat(small.tensors()).hasSize(2);
      assertThatThrownBy(() -> small.bind(null, List.of("x"), List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 inputs and 0 outputs are named for a cache of 2 tensors");
    }
  }

  private static List<float[]> bound(OrtSession session) throws OrtException {
    var logits = new ArrayList<float[]>();
    try (var memory = new DeviceMemory(session, Place.HOST);
        var cache = new DeviceKvCache(memory, LAYERS, ElementType.FLOAT, new Shape(3, 32, 64));
        var larger = new DeviceKvCache(memory, LAYERS, ElementType.FLOAT, new Shape(3, 48, 64));
        var binding = new IoBinding(session);
        var options = new OrtSession.RunOptions()) {
      assertThat(cache.bytes()).isEqualTo(4L * 2 * LAYERS * FLOATS);
      cache.bind(binding, PAST, PRESENT);
      binding.output("logits", Place.HOST);
      forEachRun(
          (ids, mask) -> {
            if (logits.size() == 2) {
              larger.copyFrom(cache, RUNS[0].length + RUNS[1].length);
              larger.bind(binding, PAST, PRESENT);
            }
            binding.input("input_ids", ids);
            binding.input("attention_mask", mask);
            binding.run(options);
            logits.add(binding.read("logits").values());
          });
    }
    return logits;
  }

  private static List<float[]> byJavaApi(OrtSession session) throws OrtException {
    var logits = new ArrayList<float[]>();
    var past = new HashMap<String, OnnxTensor>();
    var present = new HashMap<String, OnnxTensor>();
    for (int i = 0; i < 2 * LAYERS; i++) {
      var tensor = zeros();
      past.put(PAST.get(i), tensor);
      present.put(PRESENT.get(i), tensor);
    }
    forEachRun(
        (ids, mask) -> {
          var given = new HashMap<>(past);
          given.putAll(Map.of("input_ids", ids, "attention_mask", mask));
          try (var result = session.run(given, Set.of("logits"), present)) {
            var buffer = ((OnnxTensor) result.get("logits").orElseThrow()).getFloatBuffer();
            var values = new float[buffer.remaining()];
            buffer.get(values);
            logits.add(values);
          }
        });
    past.values().forEach(OnnxTensor::close);
    return logits;
  }

  private interface Run {
    void of(OnnxTensor ids, OnnxTensor mask) throws OrtException;
  }

  private static void forEachRun(Run run) throws OrtException {
    int total = 0;
    for (var ids : RUNS) {
      total += ids.length;
      try (var given = tensor(ids);
          var mask = tensor(LongStream.generate(() -> 1).limit(total).toArray())) {
        run.of(given, mask);
      }
    }
  }

  private static List<String> names(String prefix) {
    return IntStream.range(0, LAYERS)
        .boxed()
        .flatMap(layer -> List.of("key", "value").stream().map(part -> layer + "." + part))
        .map(name -> prefix + "." + name)
        .toList();
  }

  private static OnnxTensor zeros() throws OrtException {
    var buffer = ByteBuffer.allocateDirect(Float.BYTES * FLOATS).order(ByteOrder.nativeOrder());
    return OnnxTensor.createTensor(ENVIRONMENT, buffer.asFloatBuffer(), SHAPE);
  }

  private static OnnxTensor tensor(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        ENVIRONMENT, LongBuffer.wrap(values), new long[] {1, values.length});
  }
}
