package io.octograph.model;

/** A model, adapter or tokenizer that cannot be used; the message names it and the mend. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
