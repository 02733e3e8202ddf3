package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.octograph.model.EngineSettings.Load;
import io.octograph.model.Line.Refusal;
import io.octograph.model.Line.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bookkeeping, without threads; all times in milliseconds. */
class LineTest {
  private static final long AGES = 1_000_000;

  private final List<Ticket> woken = new ArrayList<>();
  private Line line = new Line(new Load(1, 100));
  private long now;

  private Ticket enter(String key, long left) {
    var self = new Ticket[1];
    self[0] = line.enter(key, nanos(now), nanos(left), () -> woken.add(self[0]));
    return self[0];
  }

  private Ticket enter(String key) {
    return enter(key, AGES);
  }

  private void done(Ticket ticket) {
    line.done(ticket, nanos(now));
  }

  /** One request alone, so that the line knows how long they take. */
  private void oneTook(long millis) {
    var ticket = enter("someone");
    now += millis;
    done(ticket);
  }

  private OverloadedException refused(String key, long left) {
    return catchThrowableOfType(OverloadedException.class, () -> enter(key, left));
  }

  @Test
  void oneCallerIsServedInTheOrderOfComing() {
    var tickets = List.of(enter("a"), enter("a"), enter("a"), enter("a"));
    tickets.forEach(this::done);
    assertThat(woken).isEqualTo(tickets.subList(1, 4));
    assertThat(line.inUse()).isZero();
    assertThat(line.waiting()).isZero();
  }

  @Test
  void callersTakeTurns() {
    var first = enter("a");
    var a = List.of(enter("a"), enter("a"), enter("a"));
    var b = List.of(enter("b"), enter("b"));
    var c = enter("c");
    done(first);
    for (int i = 0; i < 5; i++) {
      done(woken.get(i));
    }
    assertThat(woken).containsExactly(a.get(0), b.get(0), c, a.get(1), b.get(1), a.get(2));
  }

  @Test
  void whoHasFewestPlacesComesNext() {
    line = new Line(new Load(4, 100));
    var all = List.of(enter("a"), enter("a"), enter("a"), enter("a"));
    var more = List.of(enter("a"), enter("a"), enter("b"), enter("b"), enter("b"));
    all.forEach(this::done);
    assertThat(woken).containsExactly(more.get(2), more.get(3), more.get(0), more.get(1));
  }

  @Test
  void aFullQueueRefusesWhoHasItsShare() {
    line = new Line(new Load(1, 4));
    enter("a");
    var waiting = List.of(enter("a"), enter("a"), enter("a"), enter("a"));
    assertThat(refused("a", AGES)).hasMessageContaining("4 requests wait already");
    enter("b");
    enter("b");
    assertThat(woken).containsExactly(waiting.get(3), waiting.get(2));
    assertThat(waiting.get(3).refusal()).get().asString().contains("made room");
    assertThat(waiting.get(0).refusal()).isEmpty();
    // Two each: nobody gives way to one that would wait with more.
    assertThat(refused("b", AGES)).hasMessageContaining("wait already");
    assertThat(line.waiting()).isEqualTo(4);
    assertThat(line.refused()).isEqualTo(Map.of(Refusal.FULL, 2L, Refusal.SHARE, 2L));
  }

  @Test
  void withoutAQueueWhoFindsNoPlaceIsRefused() {
    line = new Line(new Load(1, 0));
    enter("a");
    assertThat(refused("b", AGES)).hasMessageContaining("0 requests wait already");
  }

  @ParameterizedTest(name = "{0} ms are left behind {1} that wait: {2}")
  @CsvSource({
    // One request takes 100 ms; the one that is at it counts as one that has just begun.
    "199, 0, false",
    "200, 0, true",
    "299, 1, false",
    "300, 1, true",
    "1199, 10, false",
    "1200, 10, true",
  })
  void whoCouldNotBeDoneInTimeIsRefusedAtOnce(long left, int waiting, boolean taken) {
    oneTook(100);
    enter("a");
    for (int i = 0; i < waiting; i++) {
      enter("a");
    }
    var refusal = refused("a", left);
    assertThat(refusal == null).isEqualTo(taken);
    assertThat(line.waiting()).isEqualTo(waiting + (taken ? 1 : 0));
    assertThat(line.refused()).isEqualTo(taken ? Map.of() : Map.of(Refusal.LATE, 1L));
  }

  @Test
  void othersThatWaitLongerDoNotCount() {
    oneTook(100);
    enter("flood");
    for (int i = 0; i < 50; i++) {
      enter("flood");
    }
    // One of the flood comes before it: 100 ms for that, 100 ms for the one at work, 100 ms own.
    assertThat(refused("b", 299)).isNotNull();
    assertThat(enter("b", 300).refusal()).isEmpty();
  }

  @Test
  void severalAtOnceShareTheModel() {
    line = new Line(new Load(4, 100));
    var four = List.of(enter("a"), enter("a"), enter("a"), enter("a"));
    now += 400;
    four.forEach(this::done);
    for (int i = 0; i < 4; i++) {
      enter("a");
    }
    // Four at once took 400 ms: one leaves every 100 ms, and each stays for 400 ms.
    assertThat(refused("a", 499)).isNotNull();
    assertThat(enter("a", 500).refusal()).isEmpty();
  }

  @Test
  void aFreePlaceIsGivenEvenIfTheUsualTimeIsTooLong() {
    oneTook(60_000);
    assertThat(enter("a", 10).in()).isTrue();
  }

  @Test
  void whoHasNoTimeLeftIsRefusedEvenIfAPlaceIsFree() {
    assertThat(refused("a", 0)).hasMessageContaining("the time that is left");
    assertThat(line.inUse()).isZero();
  }

  @Test
  void whatRequestsTakeIsLearntAnew() {
    oneTook(60_000);
    for (int i = 0; i < 60; i++) {
      oneTook(10);
    }
    enter("a");
    assertThat(enter("a", 30).refusal()).isEmpty();
  }

  @Test
  void itMakesSenseToWaitAsLongAsTheUsualTimeIsLeftAfterwards() {
    oneTook(100);
    var first = enter("a");
    var waiting = enter("a", 350);
    assertThat(waiting.patience(nanos(now))).isEqualTo(nanos(250));
    now += 251;
    done(first);
    assertThat(waiting.in()).isFalse();
    assertThat(waiting.refusal()).get().asString().contains("as long as this request could wait");
    assertThat(woken).containsExactly(waiting);
    assertThat(line.inUse()).isZero();
  }

  @Test
  void whoGivesUpLeavesTheQueue() {
    oneTook(2_500);
    var first = enter("a");
    var waiting = enter("a");
    var next = enter("b");
    assertThat(line.giveUp(waiting, nanos(now)).retryAfter()).isEqualTo(Duration.ofSeconds(5));
    line.leave(waiting, nanos(now));
    done(first);
    done(first);
    assertThat(woken).containsExactly(next);
    assertThat(line.inUse()).isEqualTo(1);
    assertThat(line.waiting()).isZero();
    assertThat(line.refused()).isEqualTo(Map.of(Refusal.PATIENCE, 1L));
  }

  @ParameterizedTest(name = "{1} wait for {0} ms each: come back in {2} s")
  @CsvSource({"1, 0, 1", "400, 0, 1", "400, 2, 2", "2000, 0, 2", "2000, 3, 8", "2001, 3, 9"})
  void saysWhenThoseWhoWaitNowWillHaveBegun(long took, int waiting, long seconds) {
    oneTook(took);
    enter("a");
    for (int i = 0; i < waiting; i++) {
      enter("a");
    }
    var refusal = refused("a", 1);
    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(refusal).hasMessageEndingWith("Try again in %d s.".formatted(seconds));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, atOnce", "1, -1, waiting"})
  void aLoadNeedsAPlace(int atOnce, int waiting, String named) {
    assertThatThrownBy(() -> new Load(atOnce, waiting)).hasMessageContaining(named);
  }

  private static long nanos(long millis) {
    return millis * 1_000_000;
  }
}
