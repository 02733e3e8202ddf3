package io.octograph.evaluation.chaos;

/** What a scripted model does to one request. */
public enum Fault {
  /** It answers. */
  NONE,
  /** It answers, late. */
  SLOW,
  /** Status 503. */
  UNAVAILABLE,
  /** Status 200 and a body that is no completion. */
  GARBAGE,
  /** It takes the request and says nothing, until the worker gives up. */
  HANG
}
