package io.octograph.router;

import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.HttpCaller;
import io.octograph.traversal.Alarm;
import io.octograph.traversal.Answer;
import io.octograph.traversal.Decider;
import io.octograph.traversal.FinishReason;
import io.octograph.traversal.TraversalRunner;
import io.octograph.traversal.WalkListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Walks for clients that wait: masters decide in this process, worker functions answer by HTTP. */
@Singleton
public class Walks {
  private final Decider masters;
  private final HttpCaller http;
  private final InstantSource clock;
  private final Alarm alarm;
  private final Waker waker;
  private final AccessLog log;

  Walks(Decider masters, HttpCaller http, InstantSource clock, Waker waker, AccessLog log) {
    this.masters = masters;
    this.http = http;
    this.clock = clock;
    this.alarm = Alarm.of(clock);
    this.waker = waker;
    this.log = log;
  }

  /** One walk and what came of it. */
  public final class Walk {
    private final RoutedRequest request;
    private final WatchedDecider decider = new WatchedDecider(masters);
    private final WorkerCaller caller;
    private final String id;

    private Walk(RoutedRequest request, String id) {
      this.request = request;
      this.id = id;
      this.caller = new WorkerCaller(http, waker, request);
    }

    /** Of the walk, and of the completion that the client gets. */
    String id() {
      return id;
    }

    RoutedRequest request() {
      return request;
    }

    WorkerCaller caller() {
      return caller;
    }

    long createdSeconds() {
      return clock.instant().getEpochSecond();
    }

    /** Walks to the end, on the calling thread; see {@link TraversalRunner#run}. */
    public Answer run(WalkListener listener) throws InterruptedException {
      Answer answer =
          new TraversalRunner(decider, caller, clock, alarm)
              .run(request.graph(), id, request.query(), listener);
      log.walked(answer, request.streamed());
      return answer;
    }

    /** What the client is told of a walk that brought no answer, or a piece of one. */
    ApiError error(Answer answer) {
      List<WorkerFailure> failures = caller.failures();
      if (decider.retryAfter().isPresent()) {
        return ApiError.of(429, "overloaded", answer.failure())
            .retryAfter(decider.retryAfter().get());
      }
      if (answer.reason() == FinishReason.LIMIT_DEADLINE) {
        return ApiError.of(504, "deadline", answer.failure());
      }
      if (failures.isEmpty() && !answer.receipt().calls().isEmpty()) {
        return ApiError.of(504, "worker_timeout", answer.failure()); // the walk ended the call
      }
      if (failures.isEmpty()) {
        return ApiError.of(503, "no_answer", answer.failure()).retryAfter(Duration.ofSeconds(1));
      }
      ApiError worst =
          failures.stream()
              .filter(WorkerFailure::theRequest)
              .findFirst()
              .orElse(failures.getLast())
              .error();
      String message = failures.size() == 1 ? worst.message() : answer.failure();
      return new ApiError(worst.status(), worst.code(), message, worst.param(), worst.retryAfter());
    }
  }

  /** A walk for a client that waits; not begun yet. */
  public Walk of(RoutedRequest request) {
    return of(request, UUID.randomUUID().toString().replace("-", ""));
  }

  /** A walk of that id; not begun yet. */
  public Walk of(RoutedRequest request, String id) {
    return new Walk(request, id);
  }

  /**
   * Decides without calling anybody.
   *
   * @throws ApiException 429 or 503 if no decision can be made
   */
  public Route route(RouteRequest request) throws InterruptedException {
    Route route = new Router(masters, clock).route(request, UUID.randomUUID().toString());
    log.routed(route);
    return route;
  }
}
