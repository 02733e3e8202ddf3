package io.octograph.model.master;

import io.octograph.graph.Graph;
import io.octograph.graph.Headings;
import io.octograph.graph.Limits;
import io.octograph.graph.Master;
import io.octograph.graph.Node;
import io.octograph.model.Models;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Message;
import io.octograph.traversal.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the bundled master is asked in tests; {@code top} is every node. */
record Asks(List<String> nodes, boolean rewrite, List<Part> answers, int calls) {
  static final List<String> NODES = MasterFile.read(MasterFileTest.MMLU).nodes();

  static Ask decision(String query) {
    return new Asks(NODES, false, List.of(), 1).of(Message.user(query));
  }

  Ask of(Message... messages) {
    var master =
        new Master(
            "entry",
            "",
            Models.BUNDLED,
            Optional.of("mmlu"),
            nodes,
            Optional.empty(),
            0,
            new Headings());
    var all = Map.<String, Node>of("entry", master);
    var graph = new Graph("mmlu", 1, "entry", Optional.empty(), all, Limits.DEFAULT);
    return new Ask(
        graph, master, nodes, List.of(messages), answers, rewrite, nodes.size() + 2, calls);
  }
}
