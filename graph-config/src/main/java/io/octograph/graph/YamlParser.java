package io.octograph.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Text to {@link Yaml}. It refuses what could make a small file large (aliases that multiply,
 * aliases into themselves, deep nesting) and what silently loses something (duplicate keys, second
 * documents, tags).
 */
final class YamlParser {
  /** Parts that a document may have once its aliases are followed: ten times a large graph. */
  private static final int MOST_PARTS = 500_000;

  private static final int DEEPEST = 40;
  private static final String SYNTAX_MEND =
      "Check indentation, quotes and brackets here and in the lines before; a value with \": \","
          + " \" #\" or ${…} inside brackets needs quotes.";

  private final Report report;
  private final Set<Node> open = new HashSet<>();
  private int parts;

  private YamlParser(Report report) {
    this.report = report;
  }

  /** The one document of the text, or nothing after the reason has been reported. */
  static Optional<Yaml> parse(String text, Report report) {
    YamlParser parser = new YamlParser(report);
    Optional<Node> node = parser.compose(text.startsWith("\uFEFF") ? text.substring(1) : text);
    try {
      return node.map(parser::convert);
    } catch (TooMuch e) {
      report.add(
          e.line,
          Optional.empty(),
          e.getMessage(),
          "Write the values out instead of using anchors (&) and aliases (*).");
      return Optional.empty();
    }
  }

  private Optional<Node> compose(String text) {
    if (!printable(text)) {
      return Optional.empty();
    }
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(1000);
    try {
      StreamReader reader = new StreamReader(text);
      Composer composer = new Composer(new ParserImpl(reader, options), new Resolver(), options);
      Node node = composer.getSingleNode();
      if (node == null) {
        report.add(
            1,
            Optional.empty(),
            "The file is empty.",
            "Begin with graph, version, entry and nodes; the ready graph starter shows how.");
      }
      return Optional.ofNullable(node);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      report.add(line, Optional.empty(), "This is not YAML: " + reason(e) + ".", SYNTAX_MEND);
    } catch (YAMLException | NumberFormatException e) {
      String reason = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
      report.add(1, Optional.empty(), "This cannot be read: " + reason + ".", SYNTAX_MEND);
    }
    return Optional.empty();
  }

  private static String reason(MarkedYAMLException e) {
    boolean elsewhere =
        e.getContext() != null
            && e.getContextMark() != null
            && e.getProblemMark() != null
            && e.getContextMark().getLine() != e.getProblemMark().getLine();
    return elsewhere
        ? "%s, %s from line %d on"
            .formatted(e.getProblem(), e.getContext(), e.getContextMark().getLine() + 1)
        : e.getProblem();
  }

  private boolean printable(String text) {
    int line = 1;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int point = text.codePointAt(i);
      if (point == '\n') {
        line++;
      } else if (!StreamReader.isPrintable(point)) {
        report.add(
            line,
            Optional.empty(),
            "There is a character that YAML does not allow: U+%04X.".formatted(point),
            "Remove it, or write it as an escape in double quotes; is this a text file in UTF-8?");
        return false;
      }
    }
    return true;
  }

  private Yaml convert(Node node) {
    int line = node.getStartMark().getLine() + 1;
    if (++parts > MOST_PARTS) {
      throw new TooMuch(line, "Its aliases make this file very large.");
    }
    if (!open.add(node)) {
      throw new TooMuch(line, "An alias here leads into itself.");
    }
    refuseTag(node, line);
    Yaml yaml =
        switch (node) {
          case ScalarNode scalar ->
              new Yaml.Text(scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN, line);
          case SequenceNode sequence ->
              new Yaml.Sequence(sequence.getValue().stream().map(this::convert).toList(), line);
          case MappingNode mapping -> new Yaml.Mapping(entries(mapping), line);
          default -> throw new TooMuch(line, "There is a part here that is no YAML value.");
        };
    open.remove(node);
    return yaml;
  }

  private List<Yaml.Entry> entries(MappingNode mapping) {
    List<Yaml.Entry> entries = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = tuple.getKeyNode().getStartMark().getLine() + 1;
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        report.add(
            line,
            Optional.empty(),
            "The name of a field here is a list or a mapping.",
            "Write a plain name before the colon; a value that begins with { or [ needs quotes.");
        continue;
      }
      Integer first = seen.putIfAbsent(key.getValue(), line);
      if (first != null) {
        report.add(
            line,
            Optional.empty(),
            "The field \"%s\" stands here a second time; the first is in line %d."
                .formatted(key.getValue(), first),
            "Keep one of the two.");
        continue;
      }
      entries.add(new Yaml.Entry(key.getValue(), line, convert(tuple.getValueNode())));
    }
    return entries;
  }

  private void refuseTag(Node node, int line) {
    if (!node.getTag().startsWith(Tag.PREFIX) || node.getTag().equals(Tag.BINARY)) {
      report.add(
          line,
          Optional.empty(),
          "The tag " + node.getTag() + " has no meaning in a graph file.",
          "Remove it; if the value itself begins with !, put it in quotes.");
    }
  }

  /** Ends a conversion that would not end well. */
  private static final class TooMuch extends RuntimeException {
    private final int line;

    TooMuch(int line, String what) {
      super(what);
      this.line = line;
    }
  }
}
