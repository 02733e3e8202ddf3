package io.octograph.benchmark;

import io.octograph.graph.Graph;
import io.octograph.graph.Headings;
import io.octograph.graph.Limits;
import io.octograph.graph.Master;
import io.octograph.graph.Node;
import io.octograph.model.Models;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Graphs of one master on the bundled base, and what a router asks of it. */
public final class OneMaster {
  /** The bundled adapter. */
  public static final String MMLU = "mmlu";

  private static final int TOP = 3;

  private OneMaster() {}

  /**
   * A master of such neighbours.
   *
   * @param adapter a name, or the absolute path of an adapter's folder
   */
  public static Master master(String adapter, List<String> neighbours) {
    return new Master(
        "entry",
        "",
        Models.BUNDLED,
        Optional.of(adapter),
        neighbours,
        Optional.empty(),
        0,
        new Headings());
  }

  /** A graph of it alone. */
  public static Graph graph(Master master) {
    return new Graph(
        MMLU, 1, "entry", Optional.empty(), Map.<String, Node>of("entry", master), Limits.DEFAULT);
  }

  /** What the router asks for a conversation, at the beginning of its walk. */
  public static Ask ask(Graph graph, List<Message> messages, boolean rewrite) {
    var master = graph.masterList().getFirst();
    int calls = graph.limits().calls();
    return new Ask(graph, master, master.edges(), messages, List.of(), rewrite, TOP, calls);
  }
}
