package io.octograph.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Does the same with many things, a few at once. */
public final class Together {
  private Together() {}

  /** What is done with one. */
  @FunctionalInterface
  public interface Task<T, R> {
    /** May take its time; what it throws ends all. */
    R with(T one) throws InterruptedException;
  }

  /**
   * Does all; where one fails, the others are stopped.
   *
   * @param atOnce how many are under way, from 1
   * @param done is told how many are done, after each; from several threads
   * @return in the order of the things
   */
  public static <T, R> List<R> all(List<T> things, int atOnce, Task<T, R> task, IntConsumer done)
      throws InterruptedException {
    AtomicInteger count = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(atOnce)) {
      List<Future<R>> futures = new ArrayList<>();
      for (T thing : things) {
        futures.add(
            threads.submit(
                () -> {
                  R result = task.with(thing);
                  done.accept(count.incrementAndGet());
                  return result;
                }));
      }
      List<R> results = new ArrayList<>();
      try {
        for (Future<R> future : futures) {
          results.add(future.get());
        }
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof RuntimeException known
            ? known
            : new IllegalStateException(e.getCause());
      }
      return results;
    }
  }
}
