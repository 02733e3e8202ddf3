package io.octograph.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryTest {
  /** The waits are what Knative makes of it: 0.5 s × (2ⁿ - 1). */
  @ParameterizedTest
  @CsvSource({
    "PT0.5S, 5, '6 attempts within 15.5 s, if each fails at once: longer than a lease.'",
    "PT31S, 5, 6 attempts within 15.5 s",
    "PT120S, 6, '7 attempts within 31.5 s, if each fails at once: half of the graph''s deadline.'",
    "PT127S, 7, 8 attempts within 63.5 s",
    "PT10M, 9, 10 attempts within 255.5 s",
    "PT1H, 10, 11 attempts within 511.5 s",
  })
  void retriesFitIntoHalfOfTheDeadline(Duration deadline, int retries, String reason) {
    Delivery delivery = Delivery.within(deadline, Duration.ofSeconds(95));
    assertThat(delivery.retries()).isEqualTo(retries);
    assertThat(delivery.reason(deadline)).startsWith(reason);
  }
}
