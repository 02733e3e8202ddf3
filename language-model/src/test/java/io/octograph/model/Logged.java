package io.octograph.model;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the model's log says while this is open; it is not shown elsewhere. */
public final class Logged extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger(LanguageModel.class.getName());
  private final List<String> messages = new CopyOnWriteArrayList<>();

  public Logged() {
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  public List<String> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void publish(LogRecord entry) {
    messages.add(entry.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
