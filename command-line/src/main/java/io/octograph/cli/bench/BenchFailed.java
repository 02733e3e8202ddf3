package io.octograph.cli.bench;

/** A benchmark could not be run; the message is for the person at the terminal. */
public final class BenchFailed extends RuntimeException {
  public BenchFailed(String message) {
    super(message);
  }
}
