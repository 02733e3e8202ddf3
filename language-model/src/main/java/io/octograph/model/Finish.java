package io.octograph.model;

/** Why a text ended. */
public enum Finish {
  /** The model ended it, or a stop string came. */
  STOP,
  /** The limit of tokens or the context was reached. */
  LENGTH,
  /** Whoever asked went away. */
  CANCELLED
}
