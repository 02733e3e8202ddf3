package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplerTest {
  /** Ids 0 to 3 are the vocabulary, 4 and 5 functional. */
  private static Logits logits() {
    return new Logits(new float[] {1, 3, 2, 3}, new float[] {5, 0}, 4);
  }

  @Test
  void greedyTakesTheBestThatIsAllowed() {
    var greedy = Sampler.greedy();
    assertThat(greedy.pick(logits(), TokenMask.ALL)).isEqualTo(4);
    assertThat(greedy.pick(logits(), TokenMask.allBut(List.of(4)))).isEqualTo(1);
    assertThat(greedy.pick(logits(), TokenMask.only(List.of(5, 0)))).isZero();
    assertThat(greedy.pick(logits(), TokenMask.only(List.of()))).isEqualTo(-1);
  }

  @Test
  void partsThatWereNotComputedAreNeverPicked() {
    var functionalOnly = new Logits(new float[0], new float[] {-5, -7}, 4);
    assertThat(Sampler.greedy().pick(functionalOnly, TokenMask.ALL)).isEqualTo(4);
    assertThat(Sampler.greedy().pick(functionalOnly, TokenMask.only(List.of(1)))).isEqualTo(-1);
  }

  @Test
  void nucleusDrawsByProbability() {
    var random = new SplittableRandom(7);
    var sampler = Sampler.nucleus(1, 1, random);
    var drawn = new TreeMap<Integer, Integer>();
    var mask = TokenMask.only(List.of(1, 2, 3));
    for (int i = 0; i < 10_000; i++) {
      drawn.merge(sampler.pick(logits(), mask), 1, Integer::sum);
    }
    // e^3 : e^2 : e^3
    assertThat(drawn.get(1)).isBetween(4000, 4450);
    assertThat(drawn.get(2)).isBetween(1400, 1700);
    assertThat(drawn.get(3)).isBetween(4000, 4450);
  }

  @Test
  void nucleusLeavesTheTailOut() {
    var sampler = Sampler.nucleus(1, 0.5, new SplittableRandom(7));
    for (int i = 0; i < 1000; i++) {
      assertThat(sampler.pick(logits(), TokenMask.ALL)).isEqualTo(4);
    }
  }

  @Test
  void theSameSeedDrawsTheSame() {
    var one = Sampler.nucleus(1.5, 0.95, new SplittableRandom(3));
    var other = Sampler.nucleus(1.5, 0.95, new SplittableRandom(3));
    for (int i = 0; i < 100; i++) {
      assertThat(one.pick(logits(), TokenMask.ALL)).isEqualTo(other.pick(logits(), TokenMask.ALL));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-0.1, 1, temperature",
    "2.1, 1, temperature",
    "NaN, 1, temperature",
    "1, 0, top_p",
    "1, 1.1, top_p"
  })
  void valuesOutOfRangeAreNamed(double temperature, double topP, String name) {
    assertThatThrownBy(() -> Sampler.nucleus(temperature, topP, new SplittableRandom(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @Test
  void thePenaltyMakesRepetitionLessLikely() {
    var logits = new Logits(new float[] {2, -2, 1}, new float[0], 3);
    LogitsProcessor.repetitionPenalty(1.25, 2).adjust(logits, List.of(2, 0, 1, 0));
    assertThat(logits.vocabulary()).containsExactly(1.6f, -2.5f, 1f);
    LogitsProcessor.repetitionPenalty(1, 2).adjust(logits, List.of(0, 1, 2));
    assertThat(logits.vocabulary()).containsExactly(1.6f, -2.5f, 1f);
    assertThatThrownBy(() -> LogitsProcessor.repetitionPenalty(0.5, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
