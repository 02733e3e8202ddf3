package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptLookupTest {
  private final PromptLookup lookup = new PromptLookup(new int[] {1, 2, 3, 4, 5, 2, 3, 9, 8, 7});

  @Test
  void goesOnAsThePromptDid() {
    assertThat(lookup.draft(List.of(50, 4))).containsExactly(5, 2, 3);
  }

  @Test
  void theLongestMatchCounts() {
    assertThat(lookup.draft(List.of(5, 2, 3))).containsExactly(9, 8, 7);
    assertThat(new PromptLookup(new int[] {1, 2, 3, 4, 5, 2, 3, 9}).draft(List.of(1, 2, 3)))
        .containsExactly(4, 5, 2);
  }

  @Test
  void guessesNothingWhereNothingFits() {
    assertThat(lookup.draft(List.of(60))).isEmpty();
    assertThat(lookup.draft(List.of(7))).isEmpty();
    assertThat(new PromptLookup(new int[0]).draft(List.of(1))).isEmpty();
  }

  @Test
  void guessesMoreAfterSuccessAndLessAfterFailure() {
    var written = new ArrayList<>(List.of(1));
    assertThat(lookup.draft(written)).hasSize(3);
    written.addAll(List.of(2, 3, 4, 5));
    assertThat(lookup.draft(written)).hasSize(5);
    written.add(1);
    assertThat(lookup.draft(written)).hasSize(1);
  }

  @Test
  void knowsWhereThePromptIsThrough() {
    assertThat(lookup.atEnd(lookup.draft(List.of(5, 2, 3)))).isTrue();
    assertThat(lookup.atEnd(lookup.draft(List.of(1)))).isFalse();
    assertThat(lookup.atEnd(new int[0])).isFalse();
  }
}
