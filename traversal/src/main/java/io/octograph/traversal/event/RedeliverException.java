package io.octograph.traversal.event;

/**
 * An event cannot be handled now and has changed nothing that matters: whoever delivered it shall
 * deliver it again later. The message is a sentence for the log.
 */
public final class RedeliverException extends Exception {
  private static final long serialVersionUID = 1L;

  public RedeliverException(String message) {
    super(message);
  }

  public RedeliverException(String message, Throwable cause) {
    super(message, cause);
  }
}
