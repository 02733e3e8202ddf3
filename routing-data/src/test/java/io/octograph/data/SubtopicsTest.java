package io.octograph.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.data.Order.Subtopic;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubtopicsTest {
  private static final Card CARD = Samples.cards().get("math_gpt");

  @Test
  void readsWhatIsListedOnce() {
    String reply =
        """
        1. {"subject": "High_School Algebra", "subtopic": "quadratic equations"}
        {"subject": "cooking", "subtopic": "Quadratic  Equations"}
        {"subject": "cooking", "subtopic": "sets"}
        """;
    assertThat(Subtopics.read(reply, CARD))
        .containsExactly(
            new Subtopic(Optional.of("high school algebra"), "quadratic equations"),
            new Subtopic(Optional.empty(), "sets"));
  }

  @Test
  void takesTheSubjectsWhereNothingIsListed() {
    assertThat(Subtopics.read("No.", CARD))
        .isEqualTo(
            List.of(new Subtopic(Optional.of("high school algebra"), "high school algebra")));
  }
}
