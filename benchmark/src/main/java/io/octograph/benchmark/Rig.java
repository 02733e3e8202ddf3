package io.octograph.benchmark;

import io.octograph.graph.Graph;
import io.octograph.model.Adapter;
import io.octograph.model.EngineSettings;
import io.octograph.model.LanguageModel;
import io.octograph.model.Models;
import io.octograph.model.master.Masters;
import io.octograph.traversal.Chosen;
import io.octograph.traversal.DecisionException;
import io.octograph.traversal.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The bundled base with masters on it, asked as the router asks them. Safe for several threads. */
final class Rig implements AutoCloseable {
  private final Models models;
  private final Masters masters;

  /**
   * What a decision took.
   *
   * @param firstMillis from the call to the functional token; to its return where nobody is called
   * @param totalMillis from the call to its return
   * @param calls what it chose and wrote; none where it says <em>none</em> or <em>finish</em>
   */
  record Timed(double firstMillis, double totalMillis, Work work, List<Chosen> calls) {
    int promptTokens() {
      return work.promptTokens();
    }

    int rewriteTokens() {
      return work.rewriteTokens();
    }

    /** From the functional token to the return. */
    double rewriteMillis() {
      return totalMillis - firstMillis;
    }

    /** Without HTTP and the walk: all that a decision does in Java, and what it waits for. */
    double outsideMillis() {
      return totalMillis - work.networkMillis();
    }
  }

  /**
   * What was done for a decision. Of several at a time, runs and their time are those of all: they
   * can be told apart only where one client asks.
   *
   * @param promptTokens that the master read
   * @param rewriteTokens that it wrote
   * @param networkMillis in ONNX Runtime
   * @param rewriteRuns runs after the functional token
   */
  record Work(int promptTokens, int rewriteTokens, double networkMillis, long rewriteRuns) {}

  private record Mark(long nanos, long runs) {}

  /** Loads nothing yet. {@code home} is the folder of the checkout. */
  Rig(Path home, EngineSettings settings) {
    this.models = new Models(home.resolve("models"), settings);
    this.masters = new Masters(models);
  }

  LanguageModel model() {
    return models.get(Models.BUNDLED);
  }

  Adapter adapter() {
    return model().adapter(adapterFolder().resolve("adapter.safetensors"));
  }

  /** The bundled adapter's. */
  Path adapterFolder() {
    return model().config().folder().resolve("adapters").resolve(OneMaster.MMLU);
  }

  /**
   * A graph of one master with all its neighbours.
   *
   * @param adapter a name, or the absolute path of an adapter's folder
   */
  Graph graph(String adapter) {
    var nodes = masters.file(OneMaster.master(adapter, List.of("any"))).nodes();
    return OneMaster.graph(OneMaster.master(adapter, nodes));
  }

  /** Loads base and adapter. */
  void load(Graph graph) {
    masters.load(graph);
  }

  /** Decides, and waits for the rewrite where one is wanted. */
  Timed decide(Graph graph, List<Message> messages, boolean rewrite)
      throws DecisionException, InterruptedException {
    var ask = OneMaster.ask(graph, messages, rewrite);
    var stats = model().stats();
    var first = new AtomicReference<Mark>();
    var before = stats.counts();
    long begun = System.nanoTime();
    var decision =
        masters.decide(
            ask,
            _ -> first.compareAndSet(null, new Mark(System.nanoTime(), stats.counts().runs())));
    long ended = System.nanoTime();
    var done = stats.counts();
    // Nobody is told early of a decision that calls nobody.
    first.compareAndSet(null, new Mark(ended, done.runs()));
    var work =
        new Work(
            decision.times().promptTokens(),
            decision.times().rewriteTokens(),
            (done.nanos() - before.nanos()) / 1e6,
            done.runs() - first.get().runs());
    return new Timed(
        (first.get().nanos() - begun) / 1e6, (ended - begun) / 1e6, work, decision.calls());
  }

  @Override
  public void close() {
    models.close();
  }
}
