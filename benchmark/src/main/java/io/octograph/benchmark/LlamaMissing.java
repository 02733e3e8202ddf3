package io.octograph.benchmark;

/** llama.cpp cannot be measured here; the message says what is missing and how to get it. */
final class LlamaMissing extends Exception {
  private static final long serialVersionUID = 1L;

  LlamaMissing(String message) {
    super(message);
  }
}
