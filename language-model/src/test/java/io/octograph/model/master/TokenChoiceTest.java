package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.octograph.model.Logits;
import io.octograph.model.master.TokenChoice.Option;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenChoiceTest {
  private static final Option A = new Option("a", "<a>", 4);
  private static final Option B = new Option("b", "<b>", 5);
  private static final Option STOP = new Option("", "<stop>", 2);
  // The vocabulary's first tokens are far likelier, but not among those that may come.
  private static final Logits LOGITS =
      new Logits(new float[] {90, 90, 1, 90}, new float[] {1, 3}, 4);

  @Test
  void weighsOnlyWhatMayCome() {
    var weighed = TokenChoice.weigh(List.of(A, B, STOP), LOGITS, 1);
    assertThat(weighed).extracting(TokenChoice.Weighed::option).containsExactly(B, A, STOP);
    double total = Math.exp(2) + 2;
    assertThat(weighed.get(0).probability()).isCloseTo(Math.exp(2) / total, within(1e-9));
    assertThat(weighed.get(1).probability()).isEqualTo(weighed.get(2).probability());
  }

  @Test
  void theTemperatureFlattens() {
    var weighed = TokenChoice.weigh(List.of(A, B), LOGITS, 4);
    assertThat(weighed.get(0).probability()).isCloseTo(1 / (1 + Math.exp(-0.5)), within(1e-9));
  }

  @Test
  void oneOptionIsCertain() {
    assertThat(TokenChoice.weigh(List.of(A), LOGITS, 1).getFirst().probability()).isEqualTo(1);
  }
}
