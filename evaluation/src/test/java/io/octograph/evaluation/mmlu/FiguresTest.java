package io.octograph.evaluation.mmlu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The exact test's values are SciPy's {@code binomtest(better, better + worse)}. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1.0",
    "1, 0, 1.0",
    "5, 0, 0.0625",
    "10, 2, 0.03857",
    "12, 12, 1.0",
    "900, 800, 0.016321"
  })
  void theTestIsMcNemars(int better, int worse, double p) {
    assertThat(new Paired(better, worse, 2000).p()).isCloseTo(p, within(1e-4));
  }

  /** The example of Agresti and Min's paper has its own numbers; this one is worked by hand. */
  @Test
  void theDifferenceHasItsInterval() {
    Paired paired = new Paired(20, 10, 198);

    assertThat(paired.difference()).isCloseTo(10 / 198.0, within(1e-9));
    // 10/200 ± 1.96 · √(31 − 100/200) / 200
    assertThat(paired.low()).isCloseTo(0.05 - 0.054122, within(1e-5));
    assertThat(paired.high()).isCloseTo(0.05 + 0.054122, within(1e-5));
    assertThat(new Paired(0, 0, 8).low()).isNegative();
  }

  @ParameterizedTest
  @CsvSource({"134515008, 134.5M", "269030016, 269.0M", "3800000000, 3.80B"})
  void sizesAreShort(double count, String text) {
    assertThat(MmluText.size(OptionalDouble.of(count))).isEqualTo(text);
    assertThat(MmluText.size(OptionalDouble.empty())).isEqualTo("unknown");
  }

  @Test
  void theLikeliestLetterOfAChoiceCounts() throws IOException {
    var choice =
        JSON.readTree(
            """
            {"logprobs": {"content": [{"token": "The", "top_logprobs": [
              {"token": "The", "logprob": -0.1}, {"token": "E", "logprob": -1.0},
              {"token": " C", "logprob": -2.0}, {"token": "A", "logprob": -3.0}]}]}}
            """);

    assertThat(Logprobs.likeliest(choice, 4)).contains('C');
    assertThat(Logprobs.likeliest(choice, 2)).contains('A');
    assertThat(Logprobs.likeliest(JSON.readTree("{\"logprobs\": null}"), 4)).isEmpty();
  }

  @Test
  void theJournalGoesOnAfterALineThatBrokeOff(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("j.jsonl");
    try (Journal journal = Journal.open(file)) {
      journal.add("k1", new Journal.Reply(JSON.readTree("{\"a\": \"é\"}"), 7));
    }
    Files.writeString(file, Files.readString(file) + "{\"key\":\"k2\",\"re");
    try (Journal journal = Journal.open(file)) {
      assertThat(journal.size()).isEqualTo(1);
      journal.add("k3", new Journal.Reply(JSON.readTree("{}"), 1));
    }

    try (Journal journal = Journal.open(file)) {
      assertThat(journal.size()).isEqualTo(2);
      assertThat(journal.find("k1").orElseThrow().millis()).isEqualTo(7);
      assertThat(journal.find("k1").orElseThrow().json().path("a").asText()).isEqualTo("é");
      assertThat(journal.find("k2")).isEmpty();
      assertThat(journal.find("k3")).isPresent();
    }
  }

  @Test
  void keysKeepTheirPartsApart() {
    assertThat(Journal.key("ab", "c")).isNotEqualTo(Journal.key("a", "bc")).hasSize(64);
  }
}
