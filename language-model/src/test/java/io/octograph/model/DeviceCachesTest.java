package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.model.Logits.Rows;
import io.octograph.model.device.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
}
