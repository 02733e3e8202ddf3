package io.octograph.model;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a model did since it was loaded. Safe for use by several threads. */
public final class RunStats {
  private final LongAdder runs = new LongAdder();
  private final LongAdder steps = new LongAdder();
  private final LongAdder tokens = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder guessed = new LongAdder();
  private final LongAdder accepted = new LongAdder();

  /**
   * The counts at one time; two of them differ by what was done between.
   *
   * @param runs of the network
   * @param steps that these carried: more than runs where requests shared them
   * @param tokens read, guesses too
   * @param nanos spent in ONNX Runtime
   * @param guessed tokens read ahead
   * @param accepted of them, those that were right
   */
  public record Counts(
      long runs, long steps, long tokens, long nanos, long guessed, long accepted) {
    public Counts minus(Counts before) {
      return new Counts(
          runs - before.runs,
          steps - before.steps,
          tokens - before.tokens,
          nanos - before.nanos,
          guessed - before.guessed,
          accepted - before.accepted);
    }
  }

  public Counts counts() {
    return new Counts(
        runs.sum(), steps.sum(), tokens.sum(), nanos.sum(), guessed.sum(), accepted.sum());
  }

  void ran(int stepsOfIt, int tokensOfIt, long nanosOfIt) {
    runs.increment();
    steps.add(stepsOfIt);
    tokens.add(tokensOfIt);
    nanos.add(nanosOfIt);
  }

  void guessed(int count) {
    guessed.add(count);
  }

  void accepted() {
    accepted.increment();
  }
}
