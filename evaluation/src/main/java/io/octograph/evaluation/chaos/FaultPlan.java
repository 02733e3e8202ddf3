package io.octograph.evaluation.chaos;

import java.util.SplittableRandom;

/**
 * Which fault meets which request. It is drawn from seed, request and try alone, not from the order
 * in which requests come, so that threads cannot change it.
 *
 * @param rate share of requests that get no answer, 0 to 0.9
 * @param seed of the chance
 */
public record FaultPlan(double rate, long seed) {
  /** Nothing ever fails. */
  public static final FaultPlan CALM = new FaultPlan(0, 0);

  /** Slow answers in proportion to faults. */
  private static final double SLOW = 0.5;

  public FaultPlan {
    if (!(rate >= 0 && rate <= 0.9)) {
      throw new IllegalArgumentException(
          "The rate of faults is " + rate + "; give a number from 0 to 0.9.");
    }
  }

  /**
   * The fault of a request.
   *
   * @param request what is asked, the same for each try
   * @param attempt which try it is, from 0
   */
  public Fault of(String request, int attempt) {
    var random = new SplittableRandom(seed * 1_000_003 + request.hashCode() * 8191L + attempt);
    double drawn = random.nextDouble();
    if (drawn >= rate) {
      return drawn < rate * (1 + SLOW) ? Fault.SLOW : Fault.NONE;
    }
    return drawn < rate * 0.45
        ? Fault.UNAVAILABLE
        : drawn < rate * 0.75 ? Fault.GARBAGE : Fault.HANG;
  }
}
