package io.octograph.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a router's end does to an evaluation. */
class RoutingRunTest {
  private static final Row ROW =
      new Row("2 + 2", List.of(), List.of(), List.of("math_gpt"), Row.Labels.NONE);

  @Test
  void aRouterThatIsAwayEndsTheRun() throws Exception {
    var router = new Answered(_ -> Answered.route(0.9, "math_gpt"));
    var answered = new AtomicInteger();
    try (var http = HttpClient.newHttpClient()) {
      var run = new RoutingRun(http, router.url(), 1, InstantSource.system());
      var rows = Collections.nCopies(50, new Asking(ROW, false));

      assertThatThrownBy(() -> run.run(rows, count -> closeAfter(5, count, router, answered)))
          .isInstanceOf(RouterAway.class)
          .hasMessageContaining("No router answers at " + router.url());
    }
    assertThat(answered.get()).isBetween(5, 49);
  }

  private static void closeAfter(int most, int count, Answered router, AtomicInteger answered) {
    answered.set(count);
    if (count == most) {
      router.close();
    }
  }
}
