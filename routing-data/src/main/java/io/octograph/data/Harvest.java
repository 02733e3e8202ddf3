package io.octograph.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came of one order: rows, doubtful rows, and why others are not kept. */
final class Harvest {
  private final List<Row> sound = new ArrayList<>();
  private final List<ObjectNode> doubtful = new ArrayList<>();
  private final Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
  private final Map<Reason, String> examples = new EnumMap<>(Reason.class);

  void keep(Row row) {
    sound.add(row);
  }

  /** A row over which the two opinions differ; it has both. */
  void doubt(Row row, Optional<Opinion> second) {
    ObjectNode json = RowJson.write(row);
    ObjectNode doubt = json.putObject("doubt");
    ArrayNode nodes = doubt.putArray("nodes");
    second.ifPresent(opinion -> opinion.nodes().forEach(nodes::add));
    String rewrites = second.map(Opinion::rewrites).orElse("no second opinion was given");
    doubtful.add(json);
    doubt.put("rewrites", rewrites);
    refuse(
        Reason.DOUBTFUL,
        "%s or %s (rewrites: %s): %s"
            .formatted(String.join(" + ", row.nodes()), nodes, rewrites, row.query()));
  }

  void refuse(Reason reason, String example) {
    refused.merge(reason, 1, Integer::sum);
    examples.putIfAbsent(reason, example);
  }

  List<Row> sound() {
    return sound;
  }

  List<ObjectNode> doubtful() {
    return doubtful;
  }

  Map<Reason, Integer> refused() {
    return refused;
  }

  Map<Reason, String> examples() {
    return examples;
  }
}
