package io.octograph.model;

import ai.onnxruntime.OrtException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Something dear that is loaded beside the requests when it is first wanted. Until it is there its
 * users do without, and for good where it fails: the reason is logged, once. Safe for use by
 * several threads.
 */
final class Beside<T extends AutoCloseable> implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LanguageModel.class.getName());

  private final String name;
  private final String without;
  private final Loading<T> loading;
  private CompletableFuture<T> loaded;
  private boolean failed;

  /** What loads it; failures are a {@link RuntimeException} or ONNX Runtime's. */
  interface Loading<T> {
    T load() throws OrtException;
  }

  /**
   * Loads nothing yet.
   *
   * @param name of it, which begins a sentence of the log and names a thread
   * @param without how its users go on without it, a whole sentence
   */
  Beside(String name, String without, Loading<T> loading) {
    this.name = name;
    this.without = without;
    this.loading = loading;
  }

  /** It, where it is there; the first call begins to load it. */
  synchronized Optional<T> get() {
    if (loaded == null) {
      loaded = new CompletableFuture<>();
      Thread.ofPlatform().daemon().name("octograph-loading").start(this::load);
    }
    return failed ? Optional.empty() : Optional.ofNullable(loaded.getNow(null));
  }

  /** Whether its users have to do without it for good. */
  synchronized boolean failed() {
    return failed;
  }

  /** It does not do what it was loaded for: from now on it is not there. */
  synchronized void fail(Throwable reason) {
    if (!failed) {
      failed = true;
      LOG.log(
          System.Logger.Level.ERROR,
          "%s cannot be used until this process starts again: %s %s"
              .formatted(name, reason.getMessage(), without),
          reason);
    }
  }

  private void load() {
    try {
      loaded.complete(loading.load());
    } catch (OrtException | RuntimeException | Error e) {
      fail(e);
      loaded.complete(null);
    }
  }

  /** Closes it, or has it closed once it is loaded. */
  @Override
  public synchronized void close() {
    if (loaded != null) {
      loaded.thenAccept(this::close);
    }
  }

  private void close(T value) {
    try {
      if (value != null) {
        value.close();
      }
    } catch (Exception e) {
      throw new ModelException("%s does not close.".formatted(name), e);
    }
  }
}
