package io.octograph.traversal.event;

import io.octograph.graph.Graph;
import io.octograph.traversal.Alarm;
import io.octograph.traversal.Call;
import io.octograph.traversal.CallException;
import io.octograph.traversal.Command;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.Query;
import io.octograph.traversal.Result;
import io.octograph.traversal.ScriptedCaller;
import io.octograph.traversal.ScriptedDecider;
import io.octograph.traversal.store.Leases;
import io.octograph.traversal.store.MemoryLeases;
import io.octograph.traversal.store.MemoryWalks;
import io.octograph.traversal.store.Origin;
import io.octograph.traversal.store.StoreException;
import io.octograph.traversal.store.StoredWalk;
import io.octograph.traversal.store.WalkStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Router, workers and an at-least-once broker in one thread and in virtual time, by a seed: events
 * are delivered late, twice and in any order, processes die before or after any access to the
 * store, and the store goes away. A simulation, not Knative's broker.
 */
final class SimulatedWorld {
  /**
   * What goes wrong.
   *
   * @param doubled the chance that an event is delivered twice
   * @param deaths the chance, with each access to the store, that the process dies there
   * @param away the chance, with each access to the store, that it is away
   * @param tries deliveries before an event is a dead letter
   */
  record Trouble(double doubled, double deaths, double away, int tries) {
    static final Trouble NONE = new Trouble(0, 0, 0, 10);
  }

  private record Delivery(Object event, int tries, Instant not) {}

  private record Dead(Object event) {}

  private record Asked(Origin origin, Query query) {}

  private interface Handling {
    List<Event> by(EventRunner router) throws RedeliverException, InterruptedException;
  }

  /** Ends a process: even its finally blocks reach the store no more. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final Duration LEASE = Duration.ofSeconds(10);

  private final Graph graph;
  private final ScriptedDecider decider;
  private final ScriptedCaller caller;
  private final Trouble trouble;
  private final Random random;
  private final MemoryWalks walks = new MemoryWalks(1000);
  private final MemoryLeases leases;
  private final List<Delivery> queue = new ArrayList<>();
  private final List<Event> ends = new ArrayList<>();
  private final Map<String, Integer> works = new TreeMap<>();
  private final InstantSource clock = () -> this.now;
  private Instant now = Instant.EPOCH;
  private String traversal = "";
  private int owners;

  SimulatedWorld(
      Graph graph, ScriptedDecider decider, ScriptedCaller caller, Trouble trouble, long seed) {
    this.graph = graph;
    this.decider = decider;
    this.caller = caller;
    this.trouble = trouble;
    this.random = new Random(seed);
    this.leases = new MemoryLeases(1000, clock);
  }

  /** Sends the query and runs until nothing is left to deliver and nothing is overdue. */
  SimulatedWorld run(Origin origin, Query query) {
    traversal = origin.traversal();
    send(new Asked(origin, query));
    for (int turn = 0; turn < 10_000; turn++) {
      if (!queue.isEmpty()) {
        deliver();
      } else if (!walks.overdue(Instant.MAX, 1).isEmpty()) {
        now = now.plus(graph.limits().deadline());
        tick();
      } else {
        return this;
      }
    }
    throw new AssertionError("This world does not come to rest: " + queue);
  }

  /** What was sent out for the world to see, in order. */
  List<Event> ends() {
    return List.copyOf(ends);
  }

  /** Whether the query was ever stored. */
  boolean stored() {
    return walks.find(traversal).isPresent();
  }

  /** How often a worker did the work of a call, by the call's id. */
  Map<String, Integer> works() {
    return works;
  }

  private void deliver() {
    var ready = queue.stream().filter(delivery -> !now.isBefore(delivery.not())).toList();
    if (ready.isEmpty()) {
      now = queue.stream().map(Delivery::not).min(Instant::compareTo).orElseThrow();
      return;
    }
    var delivery = ready.get(random.nextInt(ready.size()));
    queue.remove(delivery);
    try {
      handle(delivery.event());
    } catch (RedeliverException | StoreException | InterruptedException | Killed again) {
      later(delivery);
    }
  }

  private void later(Delivery delivery) {
    int tries = delivery.tries() + 1;
    if (tries < trouble.tries()) {
      var wait = Duration.ofMillis(200).multipliedBy(1L << Math.min(tries, 9));
      queue.add(new Delivery(delivery.event(), tries, now.plus(wait)));
    } else if (!(delivery.event() instanceof Dead)) {
      queue.add(new Delivery(new Dead(delivery.event()), 0, now));
    } // else it is lost, and the tick ends its walk
  }

  private void handle(Object event) throws RedeliverException, InterruptedException {
    switch (event) {
      case Asked(var origin, var query) -> post(router -> router.query(origin, query));
      case Event(var attributes, Call call) ->
          worker().called(attributes, call, this::answer).ifPresent(this::send);
      case Event(var attributes, Result result) ->
          post(router -> router.came(attributes.traversal(), new Outcome.Answered(result)));
      case Event(var attributes, Failure failure) when !failure.node().isEmpty() ->
          post(router -> router.came(attributes.traversal(), failure.outcome()));
      case Event end -> ends.add(end);
      case Dead(Asked(var origin, var query)) -> post(router -> router.deadQuery(origin, query));
      case Dead(Event(var attributes, Call call)) ->
          post(router -> router.deadCall(attributes.traversal(), call.id(), "It was given up."));
      case Dead(Event(var attributes, Result result)) ->
          post(router -> router.deadOutcome(attributes.traversal(), new Outcome.Answered(result)));
      case Dead(Event(var attributes, Failure failure)) ->
          post(router -> router.deadOutcome(attributes.traversal(), failure.outcome()));
      default -> throw new IllegalStateException("Who takes " + event + "?");
    }
  }

  /**
   * As the functions do it: one after the other to the sink, and the process may die in between.
   */
  private void post(Handling handling) throws RedeliverException, InterruptedException {
    var router = router();
    var events = handling.by(router);
    for (var event : events) {
      if (random.nextDouble() < trouble.deaths()) {
        throw new Killed();
      }
      send(event);
    }
    router.settle(events);
  }

  private void send(Object event) {
    int times = random.nextDouble() < trouble.doubled() ? 2 : 1;
    for (int i = 0; i < times; i++) {
      queue.add(new Delivery(event, 0, now.plusMillis(random.nextInt(3000))));
    }
  }

  private void tick() {
    try {
      for (var walk : router().overdue(100)) {
        post(router -> router.end(walk));
      }
    } catch (RedeliverException | StoreException | InterruptedException | Killed again) {
      // the next tick comes
    }
  }

  private Result answer(Query query, Call call) throws CallException {
    works.merge(call.id(), 1, Integer::sum);
    return caller.call(graph, query, new Command.Send(call, false), delta -> {});
  }

  private EventRunner router() {
    var process = new Process();
    return new EventRunner(
        new EventRunner.Ports(
            decider,
            new MortalWalks(process, walks),
            keeper(process),
            new OneGraph(graph),
            clock,
            caller::wake));
  }

  private CallRunner worker() {
    var process = new Process();
    return new CallRunner(new MortalWalks(process, walks), keeper(process));
  }

  private LeaseKeeper keeper(Process process) {
    Alarm never = (moment, ring) -> () -> {};
    return new LeaseKeeper(
        new MortalLeases(process, leases),
        new LeaseKeeper.Settings(LEASE, () -> "owner " + owners++, clock, never));
  }

  private record OneGraph(Graph current) implements KnownGraphs {
    @Override
    public Optional<Graph> find(String name, int version) {
      return Optional.of(current);
    }
  }

  /** One handling of one event, that may die at any access to the store. */
  final class Process {
    private boolean dead;

    <T> T access(Supplier<T> work) {
      dieOrNot();
      if (random.nextDouble() < trouble.away()) {
        throw new StoreException("It is away.", null);
      }
      var result = work.get();
      dieOrNot();
      return result;
    }

    private void dieOrNot() {
      dead |= random.nextDouble() < trouble.deaths();
      if (dead) {
        throw new Killed();
      }
    }
  }

  private record MortalWalks(Process process, WalkStore walks) implements WalkStore {
    @Override
    public StoredWalk begin(StoredWalk walk, Instant deadline) {
      return process.access(() -> walks.begin(walk, deadline));
    }

    @Override
    public Optional<StoredWalk> find(String traversal) {
      return process.access(() -> walks.find(traversal));
    }

    @Override
    public Optional<Asked> asked(String traversal) {
      return process.access(() -> walks.asked(traversal));
    }

    @Override
    public boolean replace(StoredWalk next) {
      return process.access(() -> walks.replace(next));
    }

    @Override
    public List<String> overdue(Instant now, int most) {
      return process.access(() -> walks.overdue(now, most));
    }

    @Override
    public void settle(String traversal) {
      process.access(
          () -> {
            walks.settle(traversal);
            return traversal;
          });
    }
  }

  private record MortalLeases(Process process, Leases leases) implements Leases {
    @Override
    public Grant take(String step, String owner, Duration time) {
      return process.access(() -> leases.take(step, owner, time));
    }

    @Override
    public boolean renew(String step, String owner, Duration time) {
      return process.access(() -> leases.renew(step, owner, time));
    }

    @Override
    public void release(String step, String owner) {
      process.access(
          () -> {
            leases.release(step, owner);
            return step;
          });
    }

    @Override
    public Outcome done(String step, Outcome outcome) {
      return process.access(() -> leases.done(step, outcome));
    }

    @Override
    public Optional<Outcome> outcome(String step) {
      return process.access(() -> leases.outcome(step));
    }
  }
}
