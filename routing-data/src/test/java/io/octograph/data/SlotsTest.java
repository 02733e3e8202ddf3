package io.octograph.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private static final Slot LAW = new Slot(Form.SINGLE, "law_gpt", "en");
  private static final Slot MATH = new Slot(Form.SINGLE, "math_gpt", "en");

  private static Slots slots(Map<Slot, Integer> kept) {
    Map<Slot, Integer> wanted = new LinkedHashMap<>();
    wanted.put(LAW, 10);
    wanted.put(MATH, 10);
    return new Slots(wanted, kept, Journal.read(List.of(), "g", "m"), 4);
  }

  @Test
  void theSlotFurthestBehindComesNextAndNothingIsAskedTwice() throws InterruptedException {
    Slots slots = slots(Map.of(LAW, 9));
    var first = slots.take().orElseThrow();
    assertThat(first).isEqualTo(new Slots.Share(MATH, 0, 4));
    var second = slots.take().orElseThrow();
    assertThat(second).isEqualTo(new Slots.Share(MATH, 1, 4));
    slots.done(first, 2);
    slots.done(second, 4);
    var third = slots.take().orElseThrow();
    assertThat(third).isEqualTo(new Slots.Share(MATH, 2, 4));
    slots.done(third, 4);
    var last = slots.take().orElseThrow();
    assertThat(last).isEqualTo(new Slots.Share(LAW, 0, 1));
    slots.done(last, 1);
    assertThat(slots.take()).isEmpty();
  }

  @Test
  void aSlotThatBringsNothingIsGivenUp() throws InterruptedException {
    Slots slots = slots(Map.of(MATH, 10));
    for (int i = 0; i < Slots.BARREN; i++) {
      slots.done(slots.take().orElseThrow(), 0);
    }
    assertThat(slots.take()).isEmpty();
  }

  @Test
  void whoWaitsIsWokenByTheEnd() throws Exception {
    Slots slots = slots(Map.of(MATH, 10, LAW, 9));
    slots.take().orElseThrow();
    var waiting = new java.util.concurrent.FutureTask<>(slots::take);
    Thread.ofVirtual().start(waiting);
    slots.stop();
    assertThat(waiting.get()).isEmpty();
    assertThat(slots.stopped()).isTrue();
  }
}
