package io.octograph.traversal.store;

/** The store is away or refuses; what was asked may or may not have been done. Passing. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A store that cannot be used now.
   *
   * @param message a sentence for the log, without passwords
   */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
