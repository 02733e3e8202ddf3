package io.octograph.model.opinion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two opinions as one, against the definition of the logarithmic pool. */
class BlendTest {
  private static final double[] OWN = {0.6, 0.3, 0.1};

  @Test
  void probabilitiesAreMultipliedByTheirWeights() {
    double[] other = {Math.log(0.1), Math.log(0.8), Math.log(0.1)};
    var both = new Blend(0.5, 2).of(OWN, other);
    double[] product = {
      Math.sqrt(0.6) * 0.01, Math.sqrt(0.3) * 0.64, Math.sqrt(0.1) * 0.01,
    };
    double total = product[0] + product[1] + product[2];
    for (int i = 0; i < product.length; i++) {
      assertThat(both[i]).isCloseTo(product[i] / total, within(1e-12));
    }
  }

  @Test
  void aCommonSummandIsNoOpinionAndTheMassIsKept() {
    double[] indifferent = {-700, -700, -700};
    assertThat(new Blend(1, 3).of(OWN, indifferent)).containsExactly(OWN, within(1e-12));
    double[] half = {0.3, 0.15, 0.05};
    assertThat(new Blend(1, 3).of(half, indifferent)).containsExactly(half, within(1e-12));
  }

  @Test
  void whatTheMasterHoldsImpossibleIsStillANumber() {
    var both = new Blend(1, 1).of(new double[] {1, 0}, new double[] {-1000, 0});
    assertThat(both[0] + both[1]).isCloseTo(1, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "0, 0", "NaN, 1", "1, Infinity"})
  void weightsThatAreNoneAreRefused(double own, double other) {
    assertThatThrownBy(() -> new Blend(own, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The weights %s and %s".formatted(own, other));
  }
}
