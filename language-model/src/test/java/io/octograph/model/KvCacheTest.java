package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.octograph.model.Logits.Rows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The cache that is written in place against the plain way: each run's present, handed over. */
class KvCacheTest {
  private static final LanguageModel MODEL = Bundled.model();

  @Test
  void inPlaceIsEqualToHandingOverBitForBit() throws OrtException {
    var ids = LanguageModelTest.prompt("是谁提倡罢黜百家,独尊儒术?");
    int[][] runs = IntStream.range(0, 12).mapToObj(i -> new int[] {100 + i}).toArray(int[][]::new);
    runs[0] = ids;

    var inPlace = new ArrayList<float[]>();
    try (var sequence = MODEL.start(Optional.empty())) {
      for (var run : runs) {
        inPlace.add(sequence.append(run, Rows.VOCABULARY).vocabulary());
      }
    }
    var handedOver = handedOver(runs);

    for (int i = 0; i < runs.length; i++) {
      assertThat(Arrays.equals(inPlace.get(i), handedOver.get(i))).as("run %d", i).isTrue();
    }
  }

  private static List<float[]> handedOver(int[][] runs) throws OrtException {
    var environment = Sessions.environment();
    var settings = EngineSettings.defaults();
    var logits = new ArrayList<float[]>();
    try (var session = Sessions.open(environment, MODEL.config().onnxFile(), settings);
        var switches = new RunSwitches()) {
      var wanted = new HashSet<>(session.getOutputNames());
      Map<String, OnnxTensor> past = empty(environment);
      int total = 0;
      for (var run : runs) {
        total += run.length;
        var given = new HashMap<>(past);
        given.put("input_ids", tensor(environment, Arrays.stream(run).asLongStream().toArray()));
        given.put(
            "attention_mask",
            tensor(environment, LongStream.generate(() -> 1).limit(total).toArray()));
        var result = session.run(given, wanted, switches.plain());
        var rows = ((OnnxTensor) result.get("logits").orElseThrow()).getFloatBuffer();
        var last = new float[MODEL.config().shape().vocabulary()];
        rows.get(rows.limit() - last.length, last);
        logits.add(last);
        past = handOver(result);
      }
    }
    return logits;
  }

  private static Map<String, OnnxTensor> handOver(OrtSession.Result result) {
    var past = new HashMap<String, OnnxTensor>();
    result.forEach(
        entry -> {
          if (entry.getKey().startsWith("present")) {
            var name = entry.getKey().replace("present", "past_key_values");
            past.put(name, (OnnxTensor) entry.getValue());
          }
        });
    return past;
  }

  private static Map<String, OnnxTensor> empty(OrtEnvironment environment) throws OrtException {
    var shape = MODEL.config().shape();
    long[] dimensions = {1, shape.kvHeads(), 0, shape.headSize()};
    var past = new HashMap<String, OnnxTensor>();
    for (int i = 0; i < shape.layers(); i++) {
      for (var part : List.of("key", "value")) {
        var none = ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder()).asFloatBuffer();
        past.put(
            "past_key_values.%d.%s".formatted(i, part),
            OnnxTensor.createTensor(environment, none, dimensions));
      }
    }
    return past;
  }

  private static OnnxTensor tensor(OrtEnvironment environment, long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {1, values.length});
  }
}
