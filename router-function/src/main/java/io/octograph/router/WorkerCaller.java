package io.octograph.router;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.graph.Graph;
import io.octograph.graph.Worker;
import io.octograph.openai.CallFailure;
import io.octograph.openai.HttpCaller;
import io.octograph.openai.HttpReply;
import io.octograph.openai.Timeouts;
import io.octograph.traversal.CallException;
import io.octograph.traversal.Caller;
import io.octograph.traversal.Command;
import io.octograph.traversal.Query;
import io.octograph.traversal.Result;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Carries the calls of one request to the worker functions, and keeps what the walk itself has no
 * use for: a whole answer's bytes, a stream's usage, and the errors as the workers put them.
 */
final class WorkerCaller implements Caller {
  private static final int LONGEST_ANSWER = 64 << 20;
  private static final int LONGEST_REFUSAL = 1 << 20;

  /** The worker function keeps the node's timeout itself; here it must not be shorter. */
  private static final Duration LONGER = Duration.ofSeconds(5);

  private final HttpCaller http;
  private final Waker waker;
  private final RoutedRequest request;
  private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> usages = new ConcurrentHashMap<>();
  private final Map<String, Long> wakes = new ConcurrentHashMap<>();
  private final List<WorkerFailure> failures = new CopyOnWriteArrayList<>();

  WorkerCaller(HttpCaller http, Waker waker, RoutedRequest request) {
    this.http = http;
    this.waker = waker;
    this.request = request;
  }

  @Override
  public void wake(Graph graph, String worker) {
    wakes.put(worker, waker.wake(graph, worker));
  }

  @Override
  public Result call(Graph graph, Query query, Command.Send send, Consumer<Delta> deltas)
      throws CallException, InterruptedException {
    String node = send.call().node();
    Worker worker = graph.worker(node);
    WorkerReply came = new WorkerReply(send.call(), System.nanoTime());
    try (HttpReply reply =
        http.post(
            url(graph.workerUrl(worker), node, "v1/chat/completions"),
            headers(),
            request.forWorker(send),
            Timeouts.of(worker.timeout().plus(LONGER)))) {
      if (reply.status() != 200) {
        byte[] body = reply.body(LONGEST_REFUSAL);
        throw failed(WorkerFailure.of(node, reply.status(), body, reply.header("Retry-After")));
      }
      if (request.streamed()) {
        came.stream(reply, deltas);
      } else {
        byte[] answer = reply.body(LONGEST_ANSWER);
        came.whole(answer);
        answers.put(send.call().id(), answer);
      }
      came.usage().ifPresent(usage -> usages.put(send.call().id(), usage));
      return came.result(wakes.getOrDefault(node, 0L));
    } catch (CallFailure e) {
      throw failed(WorkerFailure.of(node, e));
    } catch (WorkerReply.Unsound e) {
      throw failed(e.failure());
    }
  }

  /** The bytes of a whole answer. */
  Optional<byte[]> answer(String callId) {
    return Optional.ofNullable(answers.get(callId));
  }

  /** A call's usage as the worker wrote it, with whatever details. */
  Optional<ObjectNode> usage(String callId) {
    return Optional.ofNullable(usages.get(callId));
  }

  List<WorkerFailure> failures() {
    return List.copyOf(failures);
  }

  private CallException failed(WorkerFailure failure) {
    failures.add(failure);
    return new CallException(failure.error().message(), failure.passing());
  }

  private Map<String, String> headers() {
    String accept = request.streamed() ? "text/event-stream" : "application/json";
    return Map.of("Content-Type", "application/json", "Accept", accept);
  }

  static URI url(URI worker, String node, String path) {
    return URI.create("%s/nodes/%s/%s".formatted(worker, node, path));
  }
}
