package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.model.EngineSettings.Load;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Half a minute of load on a model that works on four requests at a time, in simulated time: three
 * graphs, one of which asks for ten times what there is.
 */
class LineSimulationTest {
  private static final long MILLI = 1_000_000;
  private static final long END = 30_000 * MILLI;
  private static final int PLACES = 4;
  private static final long LEFT = 2_000 * MILLI;

  /** What the three ask for, as a share of what the model can do. */
  enum Asked {
    /** Two that ask for less than a third get all of it. */
    ONE_FLOODS(10, 0.25, 0.25, 20, 20),
    /** Two that ask for more get a third each. */
    ALL_FLOOD(10, 2, 2, 20, 20),
    /** Long requests take no more of the model than short ones. */
    THE_FLOOD_IS_SLOW(10, 0.15, 2, 100, 20);

    private final double flood;
    private final double first;
    private final double second;
    private final long floodMillis;
    private final long othersMillis;

    Asked(double flood, double first, double second, long floodMillis, long othersMillis) {
      this.flood = flood;
      this.first = first;
      this.second = second;
      this.floodMillis = floodMillis;
      this.othersMillis = othersMillis;
    }

    private double of(String key) {
      return switch (key) {
        case "flood" -> flood;
        case "first" -> first;
        default -> second;
      };
    }

    private long nanos(String key) {
      return MILLI * (key.equals("flood") ? floodMillis : othersMillis);
    }

    /** Max-min fairness: who asks for less gets all of it, and the rest share what is left. */
    private double fair(String key) {
      double left = 1;
      var keys = new ArrayList<>(List.of("flood", "first", "second"));
      keys.sort(Comparator.comparingDouble(this::of));
      for (int i = 0; i < keys.size(); i++) {
        double share = Math.min(of(keys.get(i)), left / (keys.size() - i));
        if (keys.get(i).equals(key)) {
          return share;
        }
        left -= share;
      }
      throw new IllegalArgumentException(key);
    }
  }

  private record Moment(long at, Runnable what) {}

  /** What became of one caller's requests. */
  private static final class Fate {
    private long asked;
    private long refused;
    private long atWork;
    private long longestWait;
    private long late;
  }

  private final PriorityQueue<Moment> moments =
      new PriorityQueue<>(Comparator.comparingLong(Moment::at));
  private final Map<String, Fate> fates = new HashMap<>();
  private final SplittableRandom random = new SplittableRandom(5);
  private final Line line = new Line(new Load(PLACES, 32));
  private long now;

  @ParameterizedTest
  @EnumSource
  void theOthersKeepTheirShare(Asked asked) {
    for (var key : List.of("flood", "first", "second")) {
      fates.put(key, new Fate());
      come(key, asked);
    }
    while (!moments.isEmpty()) {
      var next = moments.remove();
      now = next.at();
      next.what().run();
    }
    for (var key : List.of("flood", "first", "second")) {
      var fate = fates.get(key);
      double got = (double) fate.atWork / (PLACES * END);
      // Not quite: there are four places only, and nobody is put out of one.
      assertThat(got).as("%s's share", key).isGreaterThan(0.8 * asked.fair(key));
      assertThat(fate.late).as("%s done too late", key).isLessThan(fate.asked / 100);
      if (asked.of(key) < 0.33) {
        assertThat(fate.refused).as("%s refused", key).isZero();
        // Not for long even when several of its own come together.
        assertThat(fate.longestWait).as("%s waited", key).isLessThan(10 * asked.nanos("flood"));
      }
    }
    assertThat(line.inUse()).isZero();
    assertThat(line.waiting()).isZero();
  }

  private void come(String key, Asked asked) {
    // Poisson arrivals.
    double mean = asked.nanos(key) / (PLACES * asked.of(key));
    long next = now + (long) (-mean * Math.log(1 - random.nextDouble()));
    if (next >= END) {
      return;
    }
    moments.add(
        new Moment(
            next,
            () -> {
              ask(key, asked.nanos(key));
              come(key, asked);
            }));
  }

  private void ask(String key, long takes) {
    var fate = fates.get(key);
    fate.asked++;
    long came = now;
    var self = new Line.Ticket[1];
    try {
      self[0] = line.enter(key, now, LEFT, () -> woken(self[0], key, came, takes));
      if (self[0].in()) {
        work(self[0], key, came, takes);
      }
    } catch (OverloadedException e) {
      fate.refused++;
    }
  }

  private void woken(Line.Ticket ticket, String key, long came, long takes) {
    if (ticket.in()) {
      work(ticket, key, came, takes);
    } else {
      fates.get(key).refused++;
    }
  }

  private void work(Line.Ticket ticket, String key, long came, long takes) {
    var fate = fates.get(key);
    fate.longestWait = Math.max(fate.longestWait, now - came);
    // Between half and one and a half times as long as usual.
    long end = now + (long) (takes * (0.5 + random.nextDouble()));
    fate.atWork += end - now;
    fate.late += end > came + LEFT ? 1 : 0;
    moments.add(new Moment(end, () -> line.done(ticket, now)));
  }
}
