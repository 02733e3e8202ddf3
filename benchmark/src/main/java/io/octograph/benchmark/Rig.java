package io.octograph.benchmark;

import io.octograph.graph.Graph;
import io.octograph.graph.Headings;
import io.octograph.graph.Limits;
import io.octograph.graph.Master;
import io.octograph.graph.Node;
import io.octograph.model.Adapter;
import io.octograph.model.EngineSettings;
import io.octograph.model.LanguageModel;
import io.octograph.model.Models;
import io.octograph.model.master.Masters;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Chosen;
import io.octograph.traversal.DecisionException;
import io.octograph.traversal.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The bundled base with masters on it, asked as the router asks them. Safe for several threads. */
final class Rig implements AutoCloseable {
  /** The bundled adapter. */
  static final String MMLU = "mmlu";

  private static final int TOP = 3;

  private final Models models;
  private final Masters masters;

  /**
   * What a decision took.
   *
   * @param firstMillis from the call to the functional token
   * @param totalMillis from the call to its return
   * @param promptTokens that the master read
   * @param rewriteTokens that it wrote
   * @param calls what it chose and wrote
   */
  record Timed(
      double firstMillis,
      double totalMillis,
      int promptTokens,
      int rewriteTokens,
      List<Chosen> calls) {}

  /** Loads nothing yet. {@code home} is the folder of the checkout. */
  Rig(Path home, EngineSettings settings) {
    this.models = new Models(home.resolve("models"), settings);
    this.masters = new Masters(models);
  }

  LanguageModel model() {
    return models.get(Models.BUNDLED);
  }

  Adapter adapter() {
    return model()
        .adapter(
            model().config().folder().resolve("adapters/%s/adapter.safetensors".formatted(MMLU)));
  }

  /**
   * A graph of one master with all its neighbours.
   *
   * @param adapter a name, or the absolute path of an adapter's folder
   */
  Graph graph(String adapter) {
    var nodes = masters.file(master(adapter, List.of("any"))).nodes();
    return new Graph(
        MMLU,
        1,
        "entry",
        Optional.empty(),
        Map.<String, Node>of("entry", master(adapter, nodes)),
        Limits.DEFAULT);
  }

  /** Loads base and adapter. */
  void load(Graph graph) {
    masters.load(graph);
  }

  /** Decides, and waits for the rewrite where one is wanted. */
  Timed decide(Graph graph, List<Message> messages, boolean rewrite)
      throws DecisionException, InterruptedException {
    var master = graph.masterList().getFirst();
    int calls = graph.limits().calls();
    var ask = new Ask(graph, master, master.edges(), messages, List.of(), rewrite, TOP, calls);
    var first = new AtomicLong();
    long begun = System.nanoTime();
    var decision = masters.decide(ask, _ -> first.compareAndSet(0, System.nanoTime()));
    long ended = System.nanoTime();
    return new Timed(
        (first.get() - begun) / 1e6,
        (ended - begun) / 1e6,
        decision.times().promptTokens(),
        decision.times().rewriteTokens(),
        decision.calls());
  }

  private static Master master(String adapter, List<String> edges) {
    return new Master(
        "entry",
        "",
        Models.BUNDLED,
        Optional.of(adapter),
        edges,
        Optional.empty(),
        0,
        new Headings());
  }

  @Override
  public void close() {
    models.close();
  }
}
