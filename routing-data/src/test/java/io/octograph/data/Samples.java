package io.octograph.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.data.Order.Wish;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What several tests begin with. */
final class Samples {
  private Samples() {}

  static Map<String, Card> cards() {
    Map<String, Card> cards = new LinkedHashMap<>();
    card(
        cards,
        "math_gpt",
        "Answers mathematics. Numbers too.",
        List.of("high school algebra"),
        List.of("law_gpt"));
    card(cards, "law_gpt", "Answers law. Cases too.", List.of(), List.of());
    card(cards, "general_gpt", "Answers the rest.", List.of(), List.of());
    return cards;
  }

  private static void card(
      Map<String, Card> cards,
      String node,
      String text,
      List<String> subjects,
      List<String> edges) {
    cards.put(node, new Card(node, text, "Be plain.", subjects, edges));
  }

  static Settings settings(Path out) {
    return settings(out, new Budget.Most(1000, 1_000_000), URI.create("http://127.0.0.1:1"));
  }

  static Settings settings(Path out, Budget.Most most, URI endpoint) {
    return new Settings(
        new Settings.Wanted(
            10,
            Targets.usual(true),
            Weights.parse("--languages", "en:3,zh"),
            Weights.parse("--styles", Settings.STYLES),
            0.5),
        new Settings.Asking(List.of(0.5, 1.0), 5, 10, Optional.of("checker"), 7),
        service(endpoint, most),
        new Settings.Files(out, true, List.of()));
  }

  static Settings.Service service(URI endpoint, Budget.Most most) {
    ObjectNode extra = RowJson.JSON.createObjectNode().put("top_p", 0.9);
    return new Settings.Service(
        endpoint,
        "writer",
        Optional.of("secret-key"),
        extra,
        new Settings.Patience(Duration.ofSeconds(20), 2, Duration.ofSeconds(2), 2, most));
  }

  static Wish wish(String... nodes) {
    return new Wish(List.of(nodes), List.of(), Optional.empty(), "short", Optional.empty());
  }

  static JsonNode json(String text) {
    try {
      return RowJson.JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
