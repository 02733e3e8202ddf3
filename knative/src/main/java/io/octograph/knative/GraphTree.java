package io.octograph.knative;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A graph's file as a tree of YAML, with its variables unfilled and its values as they were
 * written. What {@link io.octograph.graph.Graph} no longer has, and what goes into the cluster.
 */
record GraphTree(MappingNode root) {

  /**
   * The tree of a file that {@link io.octograph.graph.GraphReader} takes.
   *
   * @throws org.yaml.snakeyaml.error.YAMLException if it is no YAML
   */
  static Optional<GraphTree> parse(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    options.setMaxAliasesForCollections(1000);
    String text = yaml.startsWith("\uFEFF") ? yaml.substring(1) : yaml;
    Node node = new Yaml(options).compose(new StringReader(text));
    return node instanceof MappingNode mapping
        ? Optional.of(new GraphTree(mapping))
        : Optional.empty();
  }

  /** Every scalar value with the name of the field in which it stands; a list's items have its. */
  void scalars(BiConsumer<String, String> each) {
    visit("", root, each, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static void visit(
      String field, Node node, BiConsumer<String, String> each, Set<Node> seen) {
    // an alias leads to the same node again: once is enough, and ends
    if (!seen.add(node)) {
      return;
    }
    switch (node) {
      case ScalarNode scalar -> each.accept(field, scalar.getValue());
      case SequenceNode list -> list.getValue().forEach(item -> visit(field, item, each, seen));
      case MappingNode mapping ->
          mapping.getValue().forEach(tuple -> visit(key(tuple), tuple.getValueNode(), each, seen));
      default -> {}
    }
  }

  /** The nodes of the graph, each a mapping. */
  List<MappingNode> nodes() {
    return value(root, "nodes") instanceof SequenceNode list
        ? list.getValue().stream()
            .filter(MappingNode.class::isInstance)
            .map(MappingNode.class::cast)
            .toList()
        : List.of();
  }

  /** The same file with other nodes. */
  GraphTree withNodes(List<MappingNode> nodes) {
    return new GraphTree(replace(root, "nodes", list(nodes)));
  }

  /** The mapping with another value of a field that it has. */
  static MappingNode replace(MappingNode mapping, String field, Node value) {
    return new MappingNode(
        Tag.MAP,
        mapping.getValue().stream()
            .map(t -> key(t).equals(field) ? new NodeTuple(t.getKeyNode(), value) : t)
            .toList(),
        FlowStyle.BLOCK);
  }

  /** The node without some of its fields. */
  static MappingNode without(MappingNode node, Set<String> fields) {
    return new MappingNode(
        Tag.MAP,
        node.getValue().stream().filter(field -> !fields.contains(key(field))).toList(),
        FlowStyle.BLOCK);
  }

  /** The node with one more field at its end. */
  static MappingNode with(MappingNode node, String field, Node value) {
    List<NodeTuple> fields = new ArrayList<>(node.getValue());
    fields.add(new NodeTuple(scalar(field), value));
    return new MappingNode(Tag.MAP, fields, FlowStyle.BLOCK);
  }

  /** Without a field. */
  static MappingNode mapping() {
    return new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
  }

  static Node scalar(String text) {
    return new ScalarNode(Tag.STR, text, null, null, ScalarStyle.PLAIN);
  }

  static SequenceNode list(List<? extends Node> items) {
    return new SequenceNode(Tag.SEQ, new ArrayList<>(items), FlowStyle.BLOCK);
  }

  /** The value of a field, or null. */
  static Node value(MappingNode mapping, String field) {
    return mapping.getValue().stream()
        .filter(tuple -> key(tuple).equals(field))
        .map(NodeTuple::getValueNode)
        .findFirst()
        .orElse(null);
  }

  /** The text of a field, or nothing. */
  static String text(MappingNode mapping, String field) {
    return value(mapping, field) instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static String key(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  String yaml() {
    DumperOptions options = YamlText.options();
    options.setDefaultFlowStyle(FlowStyle.AUTO);
    StringWriter text = new StringWriter();
    new Yaml(options).serialize(root, text);
    return text.toString();
  }
}
