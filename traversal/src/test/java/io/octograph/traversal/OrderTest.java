package io.octograph.traversal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Outcomes in any order, given again and again, and a state that lives in JSON in between. */
class OrderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Query QUERY = Query.of("What is 2 + 2?");

  static Stream<Bench> benches() {
    var wide = "calls: 20";
    return Stream.of(
        Bench.of(wide)
            .on("entry", "math 0.9: What is 2? | health 0.9: Viruses and 2 bones? | steps 0.8")
            .on("health", "virology 0.9: Viruses? | anatomy 0.9: Name 2 bones.")
            .after("math", "physics 0.9: Why 2? | general 0.9: Why not 3?"),
        Bench.of(wide)
            .on("entry", "joined 0.9: Two times 2 + 2? | physics 0.9: What of 2?")
            .on("joined", "anatomy 0.9: One 2? | virology 0.9: Two times 2?")
            .on("physics = busy: Away.", "general = fail: Broken.", "raw = Well."),
        Bench.of(wide)
            .on("entry", "physics 0.9: What is 2? | physics 0.9: And 2 + 2? | prefixed 0.9: 2?")
            .on("prefixed = fail: No."));
  }

  @ParameterizedTest
  @MethodSource("benches")
  void theOrderOfOutcomesDoesNotMatter(Bench bench) {
    var expected = bench.run(QUERY, new Random(0), 0);
    assertThat(expected.failed()).isFalse();

    IntStream.range(0, 60)
        .forEach(
            seed -> {
              var answer = bench.run(QUERY, new Random(seed), 0.4);
              assertThat(answer.content()).as("seed %d", seed).isEqualTo(expected.content());
              assertThat(answer.finishReason()).isEqualTo(expected.finishReason());
              assertThat(answer.receipt().path()).isEqualTo(expected.receipt().path());
              assertThat(answer.receipt().usage()).isEqualTo(expected.receipt().usage());
            });
  }

  @ParameterizedTest
  @MethodSource("benches")
  void theStateLivesInJson(Bench bench) {
    var expected = bench.run(QUERY, new Random(7), 0.3);

    assertThat(bench.stored(OrderTest::throughJson).run(QUERY, new Random(7), 0.3))
        .isEqualTo(expected);
  }

  static Traversal throughJson(Traversal traversal) {
    try {
      var text = JSON.writeValueAsString(traversal);
      var read = JSON.readValue(text, Traversal.class);
      assertThat(read).isEqualTo(traversal);
      return read;
    } catch (JsonProcessingException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  @ParameterizedTest
  @MethodSource("benches")
  void noCallIsGivenTwice(Bench bench) {
    IntStream.range(0, 20)
        .forEach(
            seed -> {
              bench.run(QUERY, new Random(seed), 0.4);
              assertThat(bench.log().split("  "))
                  .filteredOn(command -> !command.endsWith("?"))
                  .doesNotHaveDuplicates();
            });
  }
}
