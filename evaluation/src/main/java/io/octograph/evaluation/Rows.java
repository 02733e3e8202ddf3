package io.octograph.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads JSONL files of questions. A line is {@code {"question", "node"}} as in MMLU, or {@code
 * {"query", "node"}} as in our data set, with {@code "history"} where turns went before, {@code
 * "calls"} in place of {@code "node"} where several calls are right, and {@code "steps"} where
 * answers are there. The nodes {@code none} and {@code finish} mean that no specialist fits, and
 * that the answers are enough.
 */
public final class Rows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Rows() {}

  /**
   * All rows of the files; a folder means its {@code *.jsonl} in the order of their names.
   *
   * @throws IllegalArgumentException where a line is no row; the message names file, line and mend
   * @throws NoSuchFileException where a file is not there
   */
  public static List<Row> read(List<Path> files) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Path file : files) {
      for (Path each : expand(file)) {
        readFile(each, rows);
      }
    }
    return rows;
  }

  private static List<Path> expand(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isDirectory(file)) {
      return List.of(file);
    }
    try (Stream<Path> files = Files.list(file)) {
      return files.filter(each -> each.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  private static void readFile(Path file, List<Row> rows) throws IOException {
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        rows.add(row(line, file + ":" + number));
      }
    }
  }

  static Row row(String line, String place) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          place + " is not JSON: " + e.getOriginalMessage() + ". A line holds one object.", e);
    }
    String query = json.path(json.has("question") ? "question" : "query").asText();
    List<String> nodes = new ArrayList<>();
    if (json.has("calls")) {
      json.get("calls").forEach(call -> nodes.add(node(call.path("node").asText())));
    } else {
      nodes.add(node(json.path("node").asText()));
    }
    if (query.isBlank() || nodes.isEmpty() || nodes.contains("")) {
      throw new IllegalArgumentException(
          place
              + " names no question or no node. A line is {\"question\" or \"query\": …, \"node\": …}"
              + " or {\"query\": …, \"calls\": [{\"node\": …}]}.");
    }
    List<JsonNode> history = new ArrayList<>();
    json.path("history").forEach(history::add);
    List<Row.Step> steps = new ArrayList<>();
    json.path("steps")
        .forEach(
            step ->
                steps.add(new Row.Step(step.path("node").asText(), step.path("answer").asText())));
    return new Row(query, history, steps, nodes, labels(json));
  }

  private static String node(String written) {
    return switch (written) {
      case "none" -> Row.NONE;
      case "finish" -> Row.FINISH;
      default -> written;
    };
  }

  private static Row.Labels labels(JsonNode json) {
    return new Row.Labels(
        Optional.ofNullable(json.path("lang").textValue()),
        Optional.ofNullable(json.path(json.has("topic") ? "topic" : "subject").textValue()),
        Optional.ofNullable(json.path("style").textValue()));
  }
}
