package io.octograph.data;

import io.octograph.data.ModelFailed.Kind;
import io.octograph.data.Order.Subtopic;
import io.octograph.graph.Graph;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Writes the rows that are missing in a file, a few requests at once. */
public final class DataRun {
  /** So many orders in a row that fail, and the service is given up. */
  private static final int FAILURES = 3;

  /** Where rows come from and what tells the time. */
  public record Tools(HttpClient http, Pause pause, InstantSource clock) {}

  private final Graph graph;
  private final String master;
  private final Map<String, Card> cards;
  private final Settings settings;
  private final Tools tools;

  /**
   * @param master whose neighbours the rows name; empty for the graph's entry
   * @param source name of the graph's file, for problems
   * @throws io.octograph.graph.InvalidGraphException where rows cannot be made of the graph, with
   *     all problems
   */
  public DataRun(
      Graph graph, Optional<String> master, String source, Settings settings, Tools tools) {
    this.graph = graph;
    this.master = master.orElse(graph.entry());
    this.cards = Card.of(graph, master, source);
    this.settings = settings;
    this.tools = tools;
  }

  /** The shares of the forms that a master's graph can use, where none are given. */
  public static Map<Form, Double> forms(Graph graph) {
    return Targets.usual(graph.workerList().stream().anyMatch(worker -> !worker.edges().isEmpty()));
  }

  /**
   * Writes until all rows are there or something ends it; what is written stays.
   *
   * @param watcher is told after each order, by one thread at a time
   * @throws IllegalArgumentException where a file is not what it should be
   * @throws IOException where files cannot be read or written
   */
  public Report run(Consumer<Progress> watcher) throws IOException, InterruptedException {
    try (Store store = new Store(settings.files(), graph.name(), master, cards.keySet())) {
      return new Going(store, watcher).run();
    }
  }

  /** One run: what changes while it goes. */
  private final class Going {
    private final Store store;
    private final Consumer<Progress> watcher;
    private final Map<Slot, Integer> wanted;
    private final Slots slots;
    private final Budget budget;
    private final ChatModel model;
    private final Planner planner;
    private final Scribe scribe;
    private final Map<String, List<Subtopic>> subtopics = new ConcurrentHashMap<>();
    private final Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
    private final Map<Reason, String> examples = new EnumMap<>(Reason.class);
    private final Instant start = tools.clock().instant();
    private final int before;
    private Usage noted;
    private int failures;
    private Optional<String> why = Optional.empty();

    Going(Store store, Consumer<Progress> watcher) {
      this.store = store;
      this.watcher = watcher;
      var service = settings.service();
      wanted = Targets.of(settings.wanted(), List.copyOf(cards.keySet()));
      slots = new Slots(wanted, store.kept(), store.before(), settings.asking().batch());
      noted = store.before().used();
      refused.putAll(store.before().refused());
      budget = new Budget(service.patience().budget(), noted);
      model = new HttpModel(tools.http(), service, budget, tools.pause(), tools.clock());
      planner = new Planner(cards, settings, node -> subtopics.getOrDefault(node, List.of()));
      scribe = new Scribe(model, settings, planner, cards, store);
      before = tally(0).rowsKept();
    }

    Report run() throws IOException, InterruptedException {
      List<Callable<Void>> lists = new ArrayList<>();
      for (Slot slot : wanted.keySet()) {
        if (slot.form().byNode() && !subtopics.containsKey(slot.node())) {
          known(slot.node())
              .ifPresentOrElse(
                  known -> subtopics.put(slot.node(), known),
                  () -> {
                    subtopics.put(slot.node(), Subtopics.subjects(cards.get(slot.node())));
                    lists.add(() -> list(slot.node()));
                  });
        }
      }
      if (before < tally(0).rowsWanted()) {
        together(lists);
        List<Callable<Void>> lanes = new ArrayList<>();
        for (int i = 0; i < settings.service().patience().concurrency(); i++) {
          lanes.add(this::lane);
        }
        together(lanes);
      }
      store.note(Journal.spent(unnoted()));
      return report();
    }

    private Optional<List<Subtopic>> known(String node) {
      return settings.asking().subtopics() == 0
          ? Optional.of(Subtopics.subjects(cards.get(node)))
          : store.before().subtopics(node);
    }

    /** Lets tasks run, as many at once as requests may be under way. */
    private void together(List<Callable<Void>> tasks) throws IOException, InterruptedException {
      int most = settings.service().patience().concurrency();
      try (var threads = Executors.newFixedThreadPool(most, Thread.ofVirtual().factory())) {
        List<Future<Void>> all = tasks.stream().map(threads::submit).toList();
        try {
          for (Future<Void> each : all) {
            each.get();
          }
        } catch (InterruptedException e) {
          threads.shutdownNow();
          throw e;
        } catch (ExecutionException e) {
          slots.stop();
          threads.shutdownNow();
          if (e.getCause() instanceof IOException disk) {
            throw disk;
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    }

    private Void list(String node) throws IOException, InterruptedException {
      if (slots.stopped()) {
        return null;
      }
      String id = "subtopics " + node;
      Prompt prompt =
          Prompts.subtopics(
              cards.get(node),
              settings.asking().subtopics(),
              settings.asking().temperatures().getFirst(),
              planner.seed(id));
      try {
        var found = Subtopics.read(model.ask(settings.service().model(), prompt), cards.get(node));
        subtopics.put(node, found);
        synchronized (this) {
          failures = 0;
          store.note(Journal.subtopics(node, found, unnoted()));
        }
      } catch (ModelFailed e) {
        failed(e);
      }
      return null;
    }

    private Void lane() throws IOException, InterruptedException {
      for (var share = slots.take(); share.isPresent(); share = slots.take()) {
        Slots.Share taken = share.get();
        Order order = planner.order(taken.slot(), taken.number(), taken.count());
        try {
          Harvest harvest = scribe.write(order);
          ended(order, harvest);
          slots.done(taken, harvest.sound().size());
        } catch (ModelFailed e) {
          failed(e);
          slots.failed(taken);
        } catch (IOException | RuntimeException e) {
          slots.stop();
          throw e;
        }
      }
      return null;
    }

    private synchronized void ended(Order order, Harvest harvest) throws IOException {
      failures = 0;
      harvest.refused().forEach((reason, count) -> refused.merge(reason, count, Integer::sum));
      harvest.examples().forEach(examples::putIfAbsent);
      store.write(
          order.slot(),
          harvest.sound(),
          harvest.doubtful(),
          Journal.order(order, harvest.refused(), unnoted()));
      Tally tally = tally(before);
      watcher.accept(new Progress(tally.rowsKept(), tally.rowsWanted(), TallyText.line(tally)));
    }

    private synchronized void failed(ModelFailed e) {
      failures++;
      if (e.kind() != Kind.PASSING || failures >= FAILURES) {
        why = why.or(() -> Optional.of(e.getMessage()));
        slots.stop();
      }
    }

    /** What was used since the last note; it is taken as noted. */
    private synchronized Usage unnoted() {
      Usage used = budget.used();
      Usage since =
          new Usage(
              used.requests() - noted.requests(),
              used.prompt() - noted.prompt(),
              used.completion() - noted.completion());
      noted = used;
      return since;
    }

    private Tally tally(int before) {
      long millis = Duration.between(start, tools.clock().instant()).toMillis();
      return new Tally(wanted, store.kept(), before, refused, examples, budget.used(), millis);
    }

    private synchronized Report report() {
      Tally tally = tally(before);
      boolean complete = tally.rowsKept() == tally.rowsWanted();
      Optional<String> reason =
          complete
              ? Optional.empty()
              : why.or(
                  () ->
                      Optional.of(
                          "%d rows are missing: %d orders in a row brought none of their kind. See what is refused, and change model, temperature or descriptions."
                              .formatted(tally.rowsWanted() - tally.rowsKept(), Slots.BARREN)));
      return new Report(complete, reason, TallyText.table(tally));
    }
  }
}
