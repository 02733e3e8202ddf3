package io.octograph.model;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a model did since it was loaded. Safe for use by several threads. */
public final class RunStats {
  private final LongAdder runs = new LongAdder();
  private final LongAdder steps = new LongAdder();
  private final LongAdder shared = new LongAdder();
  private final LongAdder tokens = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder guessed = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder looks = new LongAdder();
  private final LongAdder exits = new LongAdder();

  /**
   * The counts at one time; two of them differ by what was done between.
   *
   * @param runs of the network
   * @param steps that these carried: more than runs where requests shared them
   * @param shared runs that carried several steps in one session's run
   * @param tokens read, guesses and looks too
   * @param nanos spent in ONNX Runtime
   * @param guessed tokens read ahead
   * @param accepted of them, those that were right
   * @param looks decisions that were looked at after the lower layers
   * @param exits of them, those that were made there
   */
  public record Counts(
      long runs,
      long steps,
      long shared,
      long tokens,
      long nanos,
      long guessed,
      long accepted,
      long looks,
      long exits) {
    public Counts minus(Counts before) {
      return new Counts(
          runs - before.runs,
          steps - before.steps,
          shared - before.shared,
          tokens - before.tokens,
          nanos - before.nanos,
          guessed - before.guessed,
          accepted - before.accepted,
          looks - before.looks,
          exits - before.exits);
    }
  }

  public Counts counts() {
    return new Counts(
        runs.sum(),
        steps.sum(),
        shared.sum(),
        tokens.sum(),
        nanos.sum(),
        guessed.sum(),
        accepted.sum(),
        looks.sum(),
        exits.sum());
  }

  void ran(int stepsOfIt, int tokensOfIt, long nanosOfIt) {
    runs.increment();
    steps.add(stepsOfIt);
    tokens.add(tokensOfIt);
    nanos.add(nanosOfIt);
  }

  /** A decision was looked at after the lower layers, and made there or not. */
  public void looked(boolean exited) {
    looks.increment();
    if (exited) {
      exits.increment();
    }
  }

  void shared() {
    shared.increment();
  }

  void guessed(int count) {
    guessed.add(count);
  }

  void accepted() {
    accepted.increment();
  }
}
