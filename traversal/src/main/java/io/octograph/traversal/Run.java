package io.octograph.traversal;

import io.octograph.graph.Graph;
import io.octograph.traversal.TraversalRunner.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One walk being driven. All state belongs to the thread that walks; others post events. */
final class Run implements AutoCloseable {
  private sealed interface Event {
    record Came(Outcome outcome) implements Event {}

    record Arrived(String callId, Caller.Delta delta) implements Event {}

    record Early(String master, Chosen chosen) implements Event {}

    record Rang() implements Event {}
  }

  private static final System.Logger LOG = System.getLogger(Run.class.getName());

  /** Characters of answers that may wait for a slow client before their workers wait too. */
  static final int AHEAD = 1 << 20;

  private final Ports ports;
  private final Graph graph;
  private final Query query;
  private final WalkListener listener;
  private final Walker walker;
  private final Inbox<Event> events = new Inbox<>(AHEAD);
  private final Map<String, Thread> running = new HashMap<>();
  private final Stream stream;
  private Traversal traversal;
  private Optional<Instant> due = Optional.empty();
  private Runnable takeBack = () -> {};

  Run(Ports ports, Graph graph, Query query, WalkListener listener) {
    this.ports = ports;
    this.graph = graph;
    this.query = query;
    this.listener = listener;
    this.walker = new Walker(graph);
    this.stream = new Stream(walker, listener);
  }

  Answer walk(String id) throws InterruptedException {
    carryOut(walker.start(id, query, ports.clock().instant()));
    while (!traversal.finished()) {
      setAlarm();
      switch (events.take()) {
        case Event.Came(var outcome) -> next(outcome);
        case Event.Arrived(var call, var delta) -> stream.arrived(traversal, call, delta);
        case Event.Early(var master, var chosen) -> early(master, chosen);
        case Event.Rang() -> rang();
      }
    }
    return traversal.answer();
  }

  private void next(Outcome outcome) {
    var whole = outcome instanceof Outcome.Answered(var result) ? stream.whole(result) : null;
    var known = whole == null ? stream.withPartial(outcome) : new Outcome.Answered(whole);
    if (known instanceof Outcome.Decided(var id, var decision)) {
      step(id).ifPresent(step -> listener.decided(step.node(), decision));
    }
    carryOut(walker.next(traversal, known, ports.clock().instant()));
    traversal.steps().stream()
        .filter(step -> !step.open())
        .forEach(
            step -> {
              var done = running.remove(step.id());
              if (done != null) {
                done.interrupt();
              }
            });
  }

  private void carryOut(Move move) {
    traversal = move.traversal();
    listener.moved(traversal);
    for (var command : move.commands()) {
      switch (command) {
        case Command.Decide decide -> {
          var until = walker.deadline(traversal);
          fork(decide.id(), () -> decide(decide, until));
        }
        case Command.Send send -> {
          listener.called(send.call(), send.last());
          stream.sent(send);
          fork(send.call().id(), () -> call(send));
        }
        case Command.Finish finish -> {}
      }
    }
    stream.settle(traversal);
  }

  private void early(String master, Chosen chosen) {
    listener.chosen(master, chosen);
    Early.worker(graph, master, chosen)
        .ifPresent(node -> Thread.ofVirtual().start(() -> ports.caller().wake(graph, node)));
  }

  private void rang() {
    due = Optional.empty();
    var now = ports.clock().instant();
    if (now.isBefore(walker.deadline(traversal))) {
      walker.overdue(traversal, now).forEach(call -> next(new Outcome.TimedOut(call.id())));
    } else {
      next(new Outcome.Tick(stream.partials()));
    }
  }

  private void setAlarm() {
    var moment = walker.due(traversal);
    if (!moment.equals(due)) {
      takeBack.run();
      due = moment;
      takeBack =
          moment
              .map(at -> ports.alarm().at(at, () -> events.add(new Event.Rang())))
              .orElse(() -> {});
    }
  }

  private void fork(String id, Task task) {
    running.put(
        id,
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    events.add(new Event.Came(task.run()));
                  } catch (InterruptedException cancelled) {
                    Thread.currentThread().interrupt();
                    events.add(new Event.Came(new Outcome.Failed(id, "It was cancelled.", true)));
                  } catch (RuntimeException | Error fault) {
                    LOG.log(System.Logger.Level.ERROR, "Step " + id + " broke", fault);
                    var reason = "An inner fault; the log has it under " + id + ".";
                    events.add(new Event.Came(new Outcome.Failed(id, reason, false)));
                  }
                }));
  }

  private Outcome decide(Command.Decide decide, Instant until) throws InterruptedException {
    var left = Duration.between(ports.clock().instant(), until);
    var ask = Ask.of(graph, query, decide, left);
    try {
      var decision =
          ports
              .decider()
              .decide(ask, chosen -> events.add(new Event.Early(decide.master(), chosen)));
      return new Outcome.Decided(decide.id(), decision);
    } catch (DecisionException failed) {
      return new Outcome.Failed(decide.id(), failed.getMessage(), failed.passing());
    }
  }

  private Outcome call(Command.Send send) throws InterruptedException {
    var id = send.call().id();
    try {
      return new Outcome.Answered(
          ports.caller().call(graph, query, send, delta -> arrived(id, delta)));
    } catch (CallException failed) {
      return new Outcome.Failed(id, failed.getMessage(), failed.passing());
    }
  }

  private void arrived(String call, Caller.Delta delta) {
    try {
      events.add(new Event.Arrived(call, delta), delta.text().length() + delta.raw().length());
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt(); // The call sees it where it waits next.
    }
  }

  private Optional<Step> step(String id) {
    return traversal.steps().stream().filter(step -> step.id().equals(id) && step.open()).findAny();
  }

  @Override
  public void close() {
    takeBack.run();
    running.values().forEach(Thread::interrupt);
  }

  private interface Task {
    Outcome run() throws InterruptedException;
  }
}
