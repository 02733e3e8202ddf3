package io.octograph.router;

import io.octograph.model.OverloadedException;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.traversal.Answer;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Call;
import io.octograph.traversal.Choice;
import io.octograph.traversal.Command;
import io.octograph.traversal.Decider;
import io.octograph.traversal.Decision;
import io.octograph.traversal.DecisionException;
import io.octograph.traversal.Move;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.Step;
import io.octograph.traversal.Traversal;
import io.octograph.traversal.Walker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Walks from the start to the first workers, nested masters included, and stops before them. */
final class Router {
  private final Decider masters;
  private final InstantSource clock;

  Router(Decider masters, InstantSource clock) {
    this.masters = masters;
    this.clock = clock;
  }

  /**
   * Decides.
   *
   * @throws ApiException 429 or 503 if no decision can be made
   */
  Route route(RouteRequest request, String id) throws InterruptedException {
    if (!request.answers().isEmpty()) {
      return next(request);
    }
    Walker walker = new Walker(request.graph());
    Move move = walker.start(id, request.query(), clock.instant());
    Traversal walk = move.traversal();
    Deque<Command> commands = new ArrayDeque<>(move.commands());
    List<Call> calls = new ArrayList<>();
    List<Decision> decisions = new ArrayList<>();
    while (!commands.isEmpty()) {
      switch (commands.poll()) {
        case Command.Decide decide -> {
          Duration left = Duration.between(clock.instant(), walker.deadline(walk));
          Decision decision = decide(request, decide, left);
          decisions.add(decision);
          move = walker.next(walk, new Outcome.Decided(decide.id(), decision), clock.instant());
          walk = move.traversal();
          commands.addAll(move.commands());
        }
        case Command.Send send -> calls.add(send.call());
        case Command.Finish(Answer answer) -> {
          if (answer.failed()) {
            throw ApiError.of(503, "no_route", answer.failure()).exception();
          }
        }
      }
    }
    List<String> path = walk.steps().stream().map(Step::node).distinct().toList();
    List<Choice> top = decisions.isEmpty() ? List.of() : decisions.getFirst().top();
    return new Route(request.graph(), List.copyOf(calls), path, top, together(decisions));
  }

  private Route next(RouteRequest request) throws InterruptedException {
    NextStep step = NextStep.of(request.graph(), request.query(), request.answers());
    Duration left = request.graph().limits().deadline();
    return step.route(request.query(), decide(request, step.decide(request.query()), left));
  }

  private Decision decide(RouteRequest request, Command.Decide decide, Duration left)
      throws InterruptedException {
    Ask ask = Ask.of(request.graph(), request.query(), decide, left);
    try {
      return masters.decide(ask);
    } catch (DecisionException e) {
      throw refusal(e).exception();
    }
  }

  private static ApiError refusal(DecisionException e) {
    if (e.getCause() instanceof OverloadedException busy) {
      return ApiError.of(429, "overloaded", e.getMessage()).retryAfter(busy.retryAfter());
    }
    ApiError error = ApiError.of(503, "no_decision", e.getMessage());
    return e.passing() ? error.retryAfter(Duration.ofSeconds(1)) : error;
  }

  private static Decision.Times together(List<Decision> decisions) {
    return new Decision.Times(
        decisions.isEmpty() ? 0 : decisions.getFirst().times().firstTokenMillis(),
        decisions.stream().mapToLong(decision -> decision.times().totalMillis()).sum(),
        decisions.stream().mapToInt(decision -> decision.times().promptTokens()).sum(),
        decisions.stream().mapToInt(decision -> decision.times().rewriteTokens()).sum());
  }
}
