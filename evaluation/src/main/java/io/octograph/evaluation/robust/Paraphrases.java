package io.octograph.evaluation.robust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.evaluation.Row;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pairs of questions that ask the same, of {@code paraphrases.jsonl}; no training reads them. */
final class Paraphrases {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Paraphrases() {}

  /** A question with its node in the graph {@code mmlu}, and the same in other words. */
  record Pair(Row row, String otherwise) {}

  static List<Pair> read() {
    List<Pair> pairs = new ArrayList<>();
    try (InputStream file = Paraphrases.class.getResourceAsStream("paraphrases.jsonl")) {
      for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        pairs.add(pair(JSON.readTree(line)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pairs;
  }

  private static Pair pair(JsonNode json) {
    var labels =
        new Row.Labels(Optional.of(json.path("lang").asText()), Optional.empty(), Optional.empty());
    var row =
        new Row(
            json.path("query").asText(),
            List.of(),
            List.of(),
            List.of(json.path("node").asText()),
            labels);
    return new Pair(row, json.path("otherwise").asText());
  }
}
