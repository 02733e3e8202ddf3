package io.octograph.benchmark;

import io.octograph.benchmark.Rig.Timed;
import io.octograph.graph.Graph;
import io.octograph.traversal.DecisionException;
import io.octograph.traversal.Message;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Decisions under load.
 *
 * @param timed those that were made
 * @param refused those that the master had no time for
 * @param seconds from the first to the last
 */
record Load(List<Timed> timed, int refused, double seconds) {
  /** A question and whether it is to be written anew. */
  record Question(List<Message> messages, boolean rewrite) {}

  /**
   * Asks all questions, each client one after the other.
   *
   * @param clients how many are under way at once, each on a virtual thread as in the router
   */
  static Load run(Rig rig, Graph graph, int clients, List<Question> questions)
      throws InterruptedException {
    Queue<Question> left = new ConcurrentLinkedQueue<>(questions);
    Queue<Timed> timed = new ConcurrentLinkedQueue<>();
    Queue<DecisionException> refused = new ConcurrentLinkedQueue<>();
    long begun = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, clients)
              .<Future<?>>mapToObj(_ -> threads.submit(() -> ask(rig, graph, left, timed, refused)))
              .toList();
      for (var one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "A decision failed: %s".formatted(e.getCause().getMessage()), e.getCause());
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Load(List.copyOf(timed), refused.size(), seconds);
  }

  static List<Question> questions(List<List<Message>> messages, boolean rewrite) {
    return messages.stream().map(each -> new Question(each, rewrite)).toList();
  }

  private static Void ask(
      Rig rig,
      Graph graph,
      Queue<Question> left,
      Queue<Timed> timed,
      Queue<DecisionException> refused)
      throws DecisionException, InterruptedException {
    for (var next = left.poll(); next != null; next = left.poll()) {
      try {
        timed.add(rig.decide(graph, next.messages(), next.rewrite()));
      } catch (DecisionException e) {
        if (!e.passing()) {
          throw e;
        }
        refused.add(e);
      }
    }
    return null;
  }

  double perSecond() {
    return timed.size() / seconds;
  }

  Samples of(ToDoubleFunction<Timed> what) {
    return new Samples(timed.stream().mapToDouble(what).toArray());
  }
}
