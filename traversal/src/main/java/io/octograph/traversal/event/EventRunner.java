package io.octograph.traversal.event;

import io.octograph.graph.Graph;
import io.octograph.graph.UnknownNodeException;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Chosen;
import io.octograph.traversal.Command;
import io.octograph.traversal.Decider;
import io.octograph.traversal.DecisionException;
import io.octograph.traversal.Early;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.Query;
import io.octograph.traversal.Walker;
import io.octograph.traversal.store.Origin;
import io.octograph.traversal.store.StoredWalk;
import io.octograph.traversal.store.WalkStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The router's side of the walk by events: each event that comes in is one move of a stored walk,
 * and the events that go out are that move's commands. The sibling of {@link
 * io.octograph.traversal.TraversalRunner}; both drive the same {@link Walker}.
 *
 * <p>Events may come late, twice and in any order, and any process may die at any point: a move is
 * stored before its commands go out, and whoever delivers an event again gets the commands that it
 * <em>caused</em> again, under the same ids. The cause is the query, or the step whose outcome
 * came. So a query ends in one answer or failure, however often that is sent. Events go to the
 * sink, and then {@link #settle}; what is lost all the same, its deadline brings back. Safe for use
 * by several threads and processes.
 *
 * <p>All methods that give events throw {@link RedeliverException} or {@link
 * io.octograph.traversal.store.StoreException} when the event must be delivered again.
 */
public final class EventRunner {
  /** No step has this for an id. */
  private static final String QUERY = "query";

  private static final System.Logger LOG = System.getLogger(EventRunner.class.getName());

  private final Ports ports;
  private final Moves moves;
  private final Deadlines deadlines;

  /**
   * What it works with.
   *
   * @param wake told of a worker as soon as it is chosen, while its question is still written; must
   *     not block
   */
  public record Ports(
      Decider decider,
      WalkStore walks,
      LeaseKeeper keeper,
      KnownGraphs graphs,
      InstantSource clock,
      BiConsumer<Graph, String> wake) {}

  /** How patient a delivery is with what fails for now. */
  private enum Patience {
    /** It will be delivered again. */
    MORE,
    /** This is its last delivery. */
    LAST
  }

  public EventRunner(Ports ports) {
    this.ports = ports;
    this.moves = new Moves(ports.walks(), ports.graphs(), ports.clock());
    this.deadlines = new Deadlines(ports.walks(), ports.keeper().leases(), moves);
  }

  /**
   * Stores a query's walk without driving it, so that it can be looked at before its event arrives.
   *
   * @throws UnknownNodeException if the query names an unknown node to start at
   */
  public StoredWalk begin(Origin origin, Query query) {
    var walker = new Walker(ports.graphs().current());
    var move = walker.start(origin.traversal(), query, ports.clock().instant());
    var walk = StoredWalk.begun(move, origin, QUERY);
    return ports.walks().begin(walk, walker.deadline(move.traversal()));
  }

  /** Handles a query. */
  public List<Event> query(Origin origin, Query query)
      throws RedeliverException, InterruptedException {
    return query(origin, query, Patience.MORE);
  }

  private List<Event> query(Origin origin, Query query, Patience patience)
      throws RedeliverException, InterruptedException {
    try {
      return drive(begin(origin, query), QUERY, patience);
    } catch (UnknownNodeException refused) {
      return List.of(refusal(origin, refused.getMessage()));
    }
  }

  /** The failure of a query that no walk can begin with. */
  public Event refusal(Origin origin, String reason) {
    return Event.refusal(origin, ports.graphs().current(), reason);
  }

  /** Handles what came of a call: a result or a failure. */
  public List<Event> came(String traversal, Outcome outcome)
      throws RedeliverException, InterruptedException {
    return came(traversal, outcome, Patience.MORE);
  }

  private List<Event> came(String traversal, Outcome outcome, Patience patience)
      throws RedeliverException, InterruptedException {
    var walk = ports.walks().find(traversal);
    if (walk.isEmpty()) {
      LOG.log(
          System.Logger.Level.INFO, "No walk " + traversal + " is known; its event is dropped.");
      return List.of();
    }
    var step = step(outcome);
    return drive(moves.move(walk.get(), outcome, step), step, patience);
  }

  /** Handles a query that was given up by whoever delivers events. */
  public List<Event> deadQuery(Origin origin, Query query)
      throws RedeliverException, InterruptedException {
    return query(origin, query, Patience.LAST);
  }

  /** Handles a call's outcome that was given up by whoever delivers events. */
  public List<Event> deadOutcome(String traversal, Outcome outcome)
      throws RedeliverException, InterruptedException {
    return came(traversal, outcome, Patience.LAST);
  }

  /**
   * Handles a call that was given up by whoever delivers events. It fails, so that the walk takes
   * the fallback or ends; but if its outcome is there (only the way back was broken), that counts.
   *
   * @param reason for the user
   */
  public List<Event> deadCall(String traversal, String call, String reason)
      throws RedeliverException, InterruptedException {
    // under the lease: a worker that is still at it may yet answer
    var outcome =
        ports
            .keeper()
            .during(call, () -> Optional.of(new Outcome.Failed(call, reason, true)))
            .orElseThrow();
    return came(traversal, outcome, Patience.LAST);
  }

  /** Walks that are overdue, the longest first. */
  public List<String> overdue(int most) {
    return ports.walks().overdue(ports.clock().instant(), most);
  }

  /** Ends an overdue walk; one that has ended already has its end repeated. */
  public List<Event> end(String traversal) throws RedeliverException {
    return deadlines.end(traversal);
  }

  /**
   * To be called once events are sent: a walk whose end is among them is no longer overdue at its
   * deadline. Where nobody can say, as with a reply, call it before.
   */
  public void settle(List<Event> sent) {
    sent.stream()
        .map(Event::attributes)
        .filter(Attributes::isEnd)
        .forEach(end -> ports.walks().settle(end.traversal()));
  }

  /** Makes the commands of a cause into events, deciding what is to be decided first. */
  private List<Event> drive(StoredWalk begun, String cause, Patience patience)
      throws RedeliverException, InterruptedException {
    var walk = begun;
    while (true) {
      var walker = new Walker(moves.graph(walk));
      var now = walk;
      var commands =
          walker.pending(walk.traversal()).stream()
              .filter(command -> now.caused(command, cause))
              .toList();
      var decide =
          commands.stream()
              .filter(Command.Decide.class::isInstance)
              .map(Command.Decide.class::cast)
              .findFirst();
      if (decide.isEmpty()) {
        return commands.stream().map(command -> event(command, now)).toList();
      }
      walk = decided(walk, decide.get(), cause, patience);
    }
  }

  private StoredWalk decided(
      StoredWalk walk, Command.Decide decide, String cause, Patience patience)
      throws RedeliverException, InterruptedException {
    var moved = new StoredWalk[] {walk};
    var kept =
        ports
            .keeper()
            .during(
                decide.id(),
                () -> {
                  // who held the lease before may have decided
                  var fresh = ports.walks().find(walk.id()).orElse(walk);
                  moved[0] =
                      fresh.revision() == walk.revision()
                          ? moves.move(walk, decision(walk, decide, patience), cause)
                          : fresh;
                  return Optional.empty();
                });
    if (kept.isPresent()) {
      // decisions leave no outcome, so a call was sent under this id, and not by us
      var forged = "The step %s was taken by an event that no router sent.";
      return moves.move(
          walk, new Outcome.Failed(decide.id(), forged.formatted(decide.id()), false), cause);
    }
    return moved[0];
  }

  private Outcome decision(StoredWalk walk, Command.Decide decide, Patience patience)
      throws RedeliverException, InterruptedException {
    var graph = moves.graph(walk);
    var master = graph.master(decide.master());
    var deadline = new Walker(graph).deadline(walk.traversal());
    var left = Duration.between(ports.clock().instant(), deadline);
    if (!left.isPositive()) {
      // No decider has time for it; the walk ends with what it has.
      return new Outcome.Tick();
    }
    var ask = Ask.of(graph, walk.traversal().query(), decide, left);
    try {
      var decision = ports.decider().decide(ask, chosen -> wake(graph, decide.master(), chosen));
      return new Outcome.Decided(decide.id(), decision);
    } catch (DecisionException failed) {
      if (failed.passing() && patience == Patience.MORE) {
        throw new RedeliverException(failed.getMessage(), failed);
      }
      return new Outcome.Failed(decide.id(), failed.getMessage(), failed.passing());
    }
  }

  private void wake(Graph graph, String master, Chosen chosen) {
    Early.worker(graph, master, chosen).ifPresent(node -> ports.wake().accept(graph, node));
  }

  private static Event event(Command command, StoredWalk walk) {
    return switch (command) {
      case Command.Send(var call, _) -> Event.of(call, walk);
      case Command.Finish(var answer) -> Event.of(answer, walk);
      case Command.Decide decide ->
          throw new IllegalStateException("Nobody is sent the decision " + decide.id() + ".");
    };
  }

  private static String step(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered(var result) -> result.callId();
      case Outcome.Failed failed -> failed.id();
      case Outcome.Decided _, Outcome.TimedOut _, Outcome.Tick _, Outcome.Cancelled _ ->
          throw new IllegalArgumentException("No worker comes to " + outcome + ".");
    };
  }
}
