package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.octograph.model.Logits.Rows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterTest {
  private static final LanguageModel MODEL = Bundled.model();
  private static final int[] PROMPT = LanguageModelTest.prompt("What is the capital of France?");

  @TempDir Path folder;

  @Test
  void functionalRowsGiveTheirLogits() throws IOException {
    var random = new SplittableRandom(1);
    var rows = random(random, 5, MODEL.config().shape().hiddenSize(), 1);
    var adapter =
        MODEL.adapter(
            new SafetensorsFile()
                .add("functional_rows", "F32", rows)
                .write(folder.resolve("rows")));
    var hidden = hidden(PROMPT);

    assertThat(adapter.functionalRows()).isEqualTo(5);
    var logits = logits(Optional.of(adapter), Rows.ALL);
    assertThat(logits.size()).isEqualTo(MODEL.config().shape().vocabulary() + 5);
    for (int i = 0; i < rows.length; i++) {
      assertThat(logits.of(MODEL.config().shape().vocabulary() + i))
          .isCloseTo((float) dot(rows[i], hidden), within(0.01f));
    }
    // Rows alone change nothing else.
    assertThat(logits.vocabulary()).isEqualTo(logits(Optional.empty(), Rows.ALL).vocabulary());
  }

  @Test
  void functionalTokensAreReadByTheirRows() throws IOException {
    var random = new SplittableRandom(2);
    var rows = random(random, 2, MODEL.config().shape().hiddenSize(), 0.5f);
    var adapter =
        Optional.of(
            MODEL.adapter(
                new SafetensorsFile()
                    .add("functional_rows", "F16", rows)
                    .write(folder.resolve("rows"))));
    int first = MODEL.config().shape().vocabulary();
    assertThat(after(adapter, first)).isNotEqualTo(after(adapter, first + 1));
  }

  @ParameterizedTest
  @CsvSource({"F32, 0.0001", "F16, 0.1", "BF16, 0.2"})
  void loraWeightsChangeTheLogitsInEveryType(String type, double share) throws IOException {
    var exact = logits(Optional.of(lora("F32")), Rows.VOCABULARY).vocabulary();
    var plain = logits(Optional.empty(), Rows.VOCABULARY).vocabulary();
    var typed = logits(Optional.of(lora(type)), Rows.VOCABULARY).vocabulary();
    assertThat(distance(exact, plain)).isGreaterThan(1.5);
    // a share of what the adapter changes: rounded weights meet rounded activations, and these
    // differ between processors
    assertThat(distance(exact, typed)).isLessThan(share * distance(exact, plain));
  }

  @Test
  void switchingAdaptersNeedsNoReload() throws IOException {
    var plain = logits(Optional.empty(), Rows.VOCABULARY).vocabulary();
    var lora = lora("F32");
    var first = logits(Optional.of(lora), Rows.VOCABULARY).vocabulary();
    assertThat(logits(Optional.empty(), Rows.VOCABULARY).vocabulary()).isEqualTo(plain);
    assertThat(logits(Optional.of(lora), Rows.VOCABULARY).vocabulary()).isEqualTo(first);
    assertThat(MODEL.adapter(lora.file())).isSameAs(lora);
  }

  @Test
  void anAdapterOfAnotherBaseIsRefused() throws IOException {
    var unknown =
        new SafetensorsFile()
            .add("layers.99.q.lora_A", "F16", new float[576][2])
            .write(folder.resolve("unknown"));
    var narrow =
        new SafetensorsFile()
            .add("functional_rows", "F16", new float[3][64])
            .write(folder.resolve("narrow"));
    for (var file : new Path[] {unknown, narrow}) {
      assertThatThrownBy(() -> MODEL.adapter(file))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("was made for another base")
          .hasMessageContaining(file.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "{\"looks\": \"like JSON, is none of ours\"}"})
  void whatIsNoSafetensorsIsRefused(String content) throws IOException {
    var file = Files.writeString(folder.resolve("broken"), content);
    assertThatThrownBy(() -> MODEL.adapter(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("not in the safetensors format");
  }

  @Test
  void rowsOfTheirOwnStandInThePlaceOfTheAdapters() throws IOException {
    var mmlu = Bundled.FOLDER.resolve("adapters/mmlu/adapter.safetensors");
    var one = new float[2][576];
    one[1][7] = 1;
    var rows =
        new SafetensorsFile().add("functional_rows", "F16", one).write(folder.resolve("rows"));
    var whole = MODEL.adapter(mmlu);
    var shared = MODEL.adapter(mmlu, Optional.of(rows));
    assertThat(shared).isNotSameAs(whole).isSameAs(MODEL.adapter(mmlu, Optional.of(rows)));
    assertThat(shared.functionalRows()).isEqualTo(2);
    var ids = new int[] {1, 4093, 198, 2};
    try (var first = MODEL.start(Optional.of(whole));
        var second = MODEL.start(Optional.of(shared))) {
      // The LoRA is the same, so the vocabulary's logits are.
      assertThat(second.append(ids, Rows.VOCABULARY).vocabulary())
          .isEqualTo(first.append(ids, Rows.VOCABULARY).vocabulary());
      var functional = second.append(new int[] {5}, Rows.FUNCTIONAL).functional();
      assertThat(functional).hasSize(2);
      assertThat(functional[0]).isZero();
      assertThat(functional[1]).isNotZero();
    }
  }

  @Test
  void rowsThatAreMoreThanRowsAreRefused() throws IOException {
    var mmlu = Bundled.FOLDER.resolve("adapters/mmlu/adapter.safetensors");
    assertThatThrownBy(() -> MODEL.adapter(mmlu, Optional.of(mmlu)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("one is due, functional_rows");
    assertThatThrownBy(() -> MODEL.adapter(mmlu, Optional.of(folder.resolve("none"))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void cutOffDataAndMissingFilesAreNamed() throws IOException {
    var file =
        new SafetensorsFile()
            .add("functional_rows", "F16", new float[3][576])
            .write(folder.resolve("whole"));
    var bytes = Files.readAllBytes(file);
    var cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 10));
    assertThatThrownBy(() -> MODEL.adapter(cut))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'functional_rows' is cut off");
    assertThatThrownBy(() -> MODEL.adapter(folder.resolve("missing")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("does not exist");
    var header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    var huge = Files.write(folder.resolve("huge"), header.putLong(0, Long.MAX_VALUE).array());
    assertThatThrownBy(() -> MODEL.adapter(huge)).isInstanceOf(ModelException.class);
  }

  /** The last hidden state: the functional logits of rows that are the identity. */
  static float[] hidden(int[] ids) throws IOException {
    int size = MODEL.config().shape().hiddenSize();
    var identity = new float[size][size];
    for (int i = 0; i < size; i++) {
      identity[i][i] = 1;
    }
    var file = Files.createTempDirectory("octograph").resolve("identity.safetensors");
    var adapter =
        MODEL.adapter(new SafetensorsFile().add("functional_rows", "F16", identity).write(file));
    Files.delete(file);
    try (var sequence = MODEL.start(Optional.of(adapter))) {
      return sequence.append(ids, Rows.FUNCTIONAL).functional();
    }
  }

  private Adapter lora(String type) throws IOException {
    var random = new SplittableRandom(4);
    var file = new SafetensorsFile();
    for (int layer = 0; layer < 30; layer++) {
      file.add("layers.%d.q.lora_A".formatted(layer), type, random(random, 576, 4, 0.2f));
      file.add("layers.%d.q.lora_B".formatted(layer), type, random(random, 4, 576, 0.2f));
    }
    return MODEL.adapter(file.write(folder.resolve("lora-" + type)));
  }

  private static Logits logits(Optional<Adapter> adapter, Rows rows) {
    try (var sequence = MODEL.start(adapter)) {
      return sequence.append(PROMPT, rows);
    }
  }

  private static float[] after(Optional<Adapter> adapter, int id) {
    try (var sequence = MODEL.start(adapter)) {
      return sequence.append(new int[] {1, id}, Rows.VOCABULARY).vocabulary();
    }
  }

  private static float[][] random(SplittableRandom random, int rows, int columns, float scale) {
    var values = new float[rows][columns];
    for (var row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) (random.nextGaussian() * scale);
      }
    }
    return values;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }
}
