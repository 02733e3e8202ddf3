package io.octograph.knative;

/**
 * An environment variable that a graph's file names.
 *
 * @param secret whether it comes from a Secret rather than a ConfigMap
 * @param optional whether the file has a default for it
 */
record Variable(String name, boolean secret, boolean optional) {

  /** Of two mentions of one variable: a secret stays one, and one without a default needs it. */
  Variable and(Variable other) {
    return new Variable(name, secret || other.secret, optional && other.optional);
  }
}
