package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.octograph.model.Logits.Rows;
import io.octograph.model.device.ElementType;
import io.octograph.model.device.Place;
import io.octograph.model.device.Placement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The engine as it is on CUDA but for the device: CUDA's graphs on the CPU, and caches in a
 * session's own memory, which here is the host's.
 */
class DeviceCachesTest {
  private static final int[] TEXT =
      Bundled.tokenizer().encode("Why does a ship of steel float? 是谁提倡罢黜百家,独尊儒术? ".repeat(5));

  private static LanguageModel load(Device graphs, CacheMemory.Location caches) {
    return LanguageModel.load(Bundled.FOLDER, EngineSettings.defaults(), graphs, caches);
  }

  private static Optional<Adapter> adapter(LanguageModel model, boolean with) {
    return with
        ? Optional.of(model.adapter(Bundled.FOLDER.resolve("adapters/mmlu/adapter.safetensors")))
        : Optional.empty();
  }

  /** Every way that keys and values go: into a kept prefix, out of it, grown, cut off, alone. */
  private static List<float[]> read(LanguageModel model, Optional<Adapter> adapter) {
    var prefix = Arrays.copyOf(TEXT, 9);
    var logits = new ArrayList<float[]>();
    for (int times = 0; times < 2; times++) {
      try (var sequence = model.start(adapter, prefix)) {
        var rest = Arrays.copyOfRange(TEXT, 9, 100);
        logits.add(sequence.append(rest, Rows.VOCABULARY).vocabulary());
        sequence.append(new int[] {7, 8}, Rows.NONE);
        sequence.truncate(100);
        logits.add(sequence.append(new int[] {TEXT[100]}, Rows.VOCABULARY).vocabulary());
        var grown = Arrays.copyOfRange(TEXT, 101, TEXT.length);
        sequence.append(grown, grown.length - 3, Rows.VOCABULARY).stream()
            .map(Logits::vocabulary)
            .forEach(logits::add);
      }
    }
    return logits;
  }

  @ParameterizedTest
  @CsvSource({"CPU, false", "CPU, true", "CUDA, false", "CUDA, true"})
  void aSessionsOwnMemoryGivesTheSameBits(Device graphs, boolean withAdapter) {
    assertThat(TEXT).hasSizeGreaterThan(128);
    try (var host = load(graphs, CacheMemory.Location.HOST);
        var device = load(graphs, CacheMemory.Location.in(Place.HOST))) {
      var expected = read(host, adapter(host, withAdapter));
      var actual = read(device, adapter(device, withAdapter));
      assertThat(actual).hasSameSizeAs(expected).hasSize(10);
      for (int i = 0; i < actual.size(); i++) {
        assertThat(Arrays.equals(actual.get(i), expected.get(i))).as("logits %d", i).isTrue();
      }
    }
  }

  /**
   * As far apart as rounding to 16 bits puts them, in logits whose standard deviation is 2.5; the
   * token that follows is the same where it was no near tie.
   */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void attentionInSixteenBitsReadsTheSame(boolean withAdapter) {
    try (var model = load(Device.CUDA, CacheMemory.Location.HOST)) {
      var expected = read(Bundled.model(), adapter(Bundled.model(), withAdapter));
      var actual = read(model, adapter(model, withAdapter));
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(meanDistance(actual.get(i), expected.get(i))).as("logits %d", i).isLessThan(0.5);
        assertThat(likeliest(actual.get(i)))
            .as("token %d", i)
            .isEqualTo(likeliest(expected.get(i)));
      }
    }
  }

  private static double meanDistance(float[] one, float[] other) {
    assertThat(one).hasSameSizeAs(other);
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs(one[i] - other[i]);
    }
    return sum / one.length;
  }

  private static int likeliest(float[] logits) {
    return Sampler.greedy().pick(new Logits(logits, new float[0], logits.length), TokenMask.ALL);
  }

  @Test
  void cudasGraphsHaveOneLaneAndTheOthersOperators() throws OrtException {
    var cpu = LaneGraphs.read(Bundled.FOLDER, Device.CPU).orElseThrow();
    var cuda = LaneGraphs.read(Bundled.FOLDER, Device.CUDA).orElseThrow();
    assertThat(cpu.plain()).isEmpty();
    assertThat(cuda.graphs()).hasSize(1).allMatch(graph -> graph.lanes() == 1);
    assertThat(cuda.fused()).isEqualTo(cpu.fused());
    assertThat(worked(cuda.plain().orElseThrow()))
        .isEqualTo(worked(Bundled.FOLDER.resolve("model.onnx")));
    assertThat(worked(cuda.graphs().getFirst().onnxFile()))
        .isEqualTo(worked(cpu.graphs().getFirst().onnxFile()));
  }

  /** What a graph's nodes are, by operator and number, as far as {@link Placement} judges them. */
  private static Map<String, Integer> worked(Path onnxFile) throws OrtException {
    try (var options = new OrtSession.SessionOptions()) {
      Placement.record(options);
      try (var session = Sessions.environment().createSession(onnxFile.toString(), options)) {
        return Placement.of(session).left();
      }
    }
  }

  @Test
  void networksShareTheirCachesWhereTheyCan() throws OrtException {
    var settings = EngineSettings.defaults();
    var graphs = LaneGraphs.read(Bundled.FOLDER, Device.CUDA).orElseThrow();
    var config = ModelConfig.read(Bundled.FOLDER);
    try (var lanes =
            new LaneNetwork(config, graphs, settings, CacheMemory.Location.HOST, new RunStats());
        var half =
            new PlainNetwork(
                config.withOnnxFile(graphs.plain().orElseThrow()),
                settings,
                CacheMemory.Location.HOST);
        var plain = new PlainNetwork(config, settings, CacheMemory.Location.HOST)) {
      assertThat(lanes.lanes()).isEqualTo(1);
      assertThat(lanes.memory()).isEqualTo(half.memory()).isNotEqualTo(plain.memory());
    }
  }

  @Test
  void aCacheThatIsHandedOverStaysInTheHostsMemory() throws OrtException {
    var config = ModelConfig.read(Exports.folder("phi3-handed-over-half"));
    var location = CacheMemory.Location.in(Place.HOST);
    try (var network = new PlainNetwork(config, EngineSettings.defaults(), location)) {
      assertThat(network.memory())
          .isEqualTo(new HostCacheMemory(config.shape(), ElementType.FLOAT));
    }
  }
}
