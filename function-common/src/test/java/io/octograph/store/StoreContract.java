package io.octograph.store;

import static io.octograph.store.SomeWalks.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.traversal.Outcome;
import io.octograph.traversal.store.DeadLetters;
import io.octograph.traversal.store.DeadLetters.Letter;
import io.octograph.traversal.store.Leases;
import io.octograph.traversal.store.Leases.Grant;
import io.octograph.traversal.store.WalkStore;
import io.octograph.traversal.store.WalkStore.Asked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store keeps to. Each test has a store of its own, or names of its own. */
abstract class StoreContract {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SECONDS = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(40);
  private static final int THREADS = 16;
  private static final Outcome FAILED = new Outcome.Failed("t/1/0", "Away.", true);
  private static final Outcome LATER = new Outcome.Failed("t/1/0", "Still away.", false);

  abstract WalkStore walks();

  abstract Leases leases();

  /** A store of three letters, empty. */
  abstract DeadLetters letters();

  /** Lets some milliseconds go by, far fewer than {@link #SHORT}. */
  abstract void tick();

  @Test
  void theFirstWalkIsKept() {
    var first = SomeWalks.begun("first");
    var walks = walks();

    assertThat(walks.find(first.id())).isEmpty();
    assertThat(walks.asked(first.id())).isEmpty();
    assertThat(walks.begin(first, NOON)).isEqualTo(first);
    assertThat(walks.begin(SomeWalks.begun("first"), NOON.plusSeconds(1))).isEqualTo(first);

    var moved = SomeWalks.moved(first, "cause");
    assertThat(walks.replace(moved)).isTrue();
    assertThat(walks.begin(first, NOON)).isEqualTo(moved);
    assertThat(walks.find(first.id())).contains(moved);
  }

  @Test
  void aWorkerSeesTheQueryAndTheEnd() {
    var walk = SomeWalks.begun("asked");
    var walks = walks();
    walks.begin(walk, NOON);

    assertThat(walks.asked(walk.id())).contains(new Asked(walk.traversal().query(), false));

    walks.replace(SomeWalks.answered(walk));
    assertThat(walks.asked(walk.id())).contains(new Asked(walk.traversal().query(), true));
  }

  @Test
  void onlyTheNextRevisionReplaces() {
    var walk = SomeWalks.begun("next");
    var one = SomeWalks.moved(walk, "one");
    var two = SomeWalks.moved(one, "two");
    var walks = walks();

    assertThat(walks.replace(one)).isFalse();
    walks.begin(walk, NOON);
    assertThat(walks.replace(two)).isFalse();
    assertThat(walks.replace(one)).isTrue();
    assertThat(walks.replace(one)).isFalse();
    assertThat(walks.replace(two)).isTrue();
    assertThat(walks.find(walk.id())).contains(two);
  }

  @Test
  void amongManyOneReplacesEachRevision() throws Exception {
    var walks = walks();
    var begun = walks.begin(SomeWalks.begun("contended"), NOON);
    int moves = 20;

    var won =
        atOnce(
            place -> {
              int wins = 0;
              for (var now = begun; now.revision() < moves; ) {
                if (walks.replace(SomeWalks.moved(now, "thread " + place))) {
                  wins++;
                }
                now = walks.find(begun.id()).orElseThrow();
              }
              return wins;
            });

    assertThat(won.stream().mapToInt(wins -> wins).sum()).isEqualTo(moves);
    assertThat(walks.find(begun.id()).orElseThrow().revision()).isEqualTo(moves);
  }

  @Test
  void amongManyOneBegins() throws Exception {
    var walks = walks();
    var begun = SomeWalks.begun("begun at once");

    var kept = atOnce(place -> walks.begin(begun, NOON.plusMillis(place)));

    assertThat(kept).containsOnly(begun);
    assertThat(walks.overdue(NOON.plusSeconds(1), 1000)).containsOnlyOnce(begun.id());
  }

  @Test
  void overdueWalksComeInOrderUntilTheyAreSettled() {
    var walks = walks();
    var late = walks.begin(SomeWalks.begun("late"), NOON.plusSeconds(30)).id();
    var early = walks.begin(SomeWalks.begun("early"), NOON.plusSeconds(10)).id();
    var never = walks.begin(SomeWalks.begun("never"), NOON.plusSeconds(90)).id();

    assertThat(walks.overdue(NOON.plusMillis(9_999), 10)).isEmpty();
    assertThat(walks.overdue(NOON.plusSeconds(10), 10)).containsExactly(early);
    assertThat(walks.overdue(NOON.plusSeconds(60), 10)).containsExactly(early, late);
    assertThat(walks.overdue(NOON.plusSeconds(60), 1)).containsExactly(early);

    walks.settle(early);
    walks.settle(early);
    assertThat(walks.overdue(NOON.plusSeconds(60), 10)).containsExactly(late);
    walks.begin(SomeWalks.begun("early"), NOON.plusSeconds(10));
    assertThat(walks.overdue(NOON.plusSeconds(90), 10)).containsExactly(late, never);
  }

  @Test
  void aLeaseIsOneOwners() {
    var leases = leases();

    assertThat(leases.take("t/1/0", "a", LONG)).isEqualTo(new Grant.Granted());
    assertThat(leases.take("t/1/0", "a", LONG)).isEqualTo(new Grant.Granted());
    assertThat(leases.take("t/1/0", "b", LONG))
        .isInstanceOfSatisfying(
            Grant.Held.class,
            held -> assertThat(held.left()).isBetween(Duration.ofSeconds(1), LONG));
    assertThat(leases.take("t/1/1", "b", LONG)).isEqualTo(new Grant.Granted());
    assertThat(leases.take("u/1/0", "b", LONG)).isEqualTo(new Grant.Granted());
  }

  @Test
  void aLeaseThatIsOverIsAnybodys() {
    var leases = leases();
    leases.take("t/2/0", "a", SHORT);

    awaitGrant(leases, "t/2/0", "b");

    assertThat(leases.renew("t/2/0", "a", LONG)).isFalse();
    assertThat(leases.take("t/2/0", "a", LONG)).isInstanceOf(Grant.Held.class);
  }

  @Test
  void aLeaseThatIsRenewedLastsFromThenOn() {
    var leases = leases();
    leases.take("t/3/0", "a", SECONDS);

    assertThat(leases.renew("t/3/0", "b", LONG)).isFalse();
    assertThat(leases.renew("t/3/0", "a", LONG)).isTrue();
    assertThat(leases.take("t/3/0", "b", LONG))
        .isInstanceOfSatisfying(
            Grant.Held.class, held -> assertThat(held.left()).isGreaterThan(SECONDS));
    assertThat(leases.renew("t/9/9", "a", LONG)).isFalse();
  }

  @Test
  void onlyItsOwnerReleasesALease() {
    var leases = leases();
    leases.take("t/4/0", "a", LONG);

    leases.release("t/4/0", "b");
    assertThat(leases.take("t/4/0", "b", LONG)).isInstanceOf(Grant.Held.class);
    leases.release("t/4/0", "a");
    leases.release("t/4/0", "a");
    assertThat(leases.take("t/4/0", "b", LONG)).isEqualTo(new Grant.Granted());
  }

  @Test
  void theFirstOutcomeIsKept() {
    var leases = leases();
    leases.take("t/5/0", "a", LONG);

    assertThat(leases.outcome("t/5/0")).isEmpty();
    assertThat(leases.done("t/5/0", FAILED)).isEqualTo(FAILED);
    assertThat(leases.done("t/5/0", LATER)).isEqualTo(FAILED);
    assertThat(leases.outcome("t/5/0")).contains(FAILED);
    assertThat(leases.take("t/5/0", "b", LONG)).isEqualTo(new Grant.Done(FAILED));
    assertThat(leases.renew("t/5/0", "a", LONG)).isFalse();
  }

  @Test
  void amongManyOneHasTheLease() throws Exception {
    var leases = leases();

    var granted =
        atOnce(place -> leases.take("t/6/0", "owner " + place, LONG) instanceof Grant.Granted);

    assertThat(granted).containsOnlyOnce(true);
  }

  @Test
  void aLeaseOfNoTimeIsRefused() {
    assertThatThrownBy(() -> leases().take("t/1/0", "a", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A lease of PT0S is over at once; give at least a millisecond.");
  }

  @Test
  void theNewestLettersAreKept() {
    var letters = letters();
    IntStream.rangeClosed(1, 4).forEach(i -> letters.keep(letter("l" + i)));
    letters.keep(letter("l4"));

    assertThat(letters.newest(10)).extracting(Letter::id).containsExactly("l4", "l3", "l2");
    assertThat(letters.newest(1)).containsExactly(letter("l4"));
    assertThat(letters.newest(0)).isEmpty();
    assertThat(letters.find("l1")).isEmpty();
    assertThat(letters.find("l2")).contains(letter("l2"));

    letters.remove("l4");
    letters.remove("l4");
    letters.keep(letter("l5"));
    assertThat(letters.newest(10)).extracting(Letter::id).containsExactly("l5", "l3", "l2");
  }

  private static Letter letter(String id) {
    return new Letter(id, NOON, "io.octograph.call", "t", "math", "It was full.", "{\"id\":1}");
  }

  private void awaitGrant(Leases leases, String step, String owner) {
    for (int i = 0; i < 2_000; i++) {
      if (leases.take(step, owner, LONG) instanceof Grant.Granted) {
        return;
      }
      tick();
    }
    throw new AssertionError("The lease of " + step + " is never over.");
  }

  /** A task for each of some threads that begin together. */
  interface Task<T> {
    T run(int place) throws Exception;
  }

  private static <T> List<T> atOnce(Task<T> task) throws InterruptedException, ExecutionException {
    var barrier = new CyclicBarrier(THREADS);
    var tasks = new ArrayList<Callable<T>>();
    for (int i = 0; i < THREADS; i++) {
      int place = i;
      tasks.add(
          () -> {
            barrier.await();
            return task.run(place);
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<T>();
      for (var done : threads.invokeAll(tasks)) {
        results.add(done.get());
      }
      return results;
    }
  }
}
