package io.octograph.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0                             | PT0S",
        "12                            | PT12S",
        "999999                        | PT5M",
        "Mon, 23 Nov 2026 12:00:30 GMT | PT30S",
        "Mon, 23 Nov 2026 11:00:00 GMT | PT0S",
        "soon                          |",
        "-3                            |",
      })
  void readsSecondsAndDates(String value, Duration wait) {
    HttpHeaders headers = HttpHeaders.of(Map.of("Retry-After", List.of(value)), (a, b) -> true);
    assertThat(RetryAfter.of(headers, Instant.parse("2026-11-23T12:00:00Z")))
        .isEqualTo(Optional.ofNullable(wait));
  }
}
