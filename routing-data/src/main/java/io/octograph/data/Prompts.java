package io.octograph.data;

import static io.octograph.data.RowJson.JSON;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.data.Order.Subtopic;
import io.octograph.data.Order.Wish;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills the prompts of {@code src/main/resources/prompts}. */
final class Prompts {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");
  private static final int TOKENS_A_ROW = 320;
  private static final Map<String, String> STYLES = pairs("styles.txt");
  private static final Map<String, String> NEGATIVES = pairs("negatives.txt");

  private Prompts() {}

  /** The styles of single rows, with what a model is told of each. */
  static Map<String, String> styles() {
    return STYLES;
  }

  /**
   * Asks for the rows of an order.
   *
   * @param avoid queries that are there already and must not come again; may be empty
   */
  static Prompt write(Order order, Map<String, Card> cards, List<String> avoid, int seed) {
    Slot slot = order.slot();
    Map<String, String> values =
        Map.of(
            "language", Tongue.name(slot.lang()),
            "nodes", Fence.around(cards.values().stream().map(card -> card(card, order)).toList()),
            "wishes", Fence.around(wishes(order.wishes())),
            "avoid", Fence.around(List.of(strings(avoid))),
            "count", Integer.toString(order.wishes().size()));
    String user = fill("write-" + slot.form().label() + ".txt", values);
    int tokens = 200 + TOKENS_A_ROW * order.wishes().size();
    return new Prompt(text("writer.txt"), user, order.temperature(), seed, tokens);
  }

  /**
   * Asks which nodes rows belong to, without saying what they were written for.
   *
   * @param rows of one form
   */
  static Prompt check(List<Row> rows, List<Card> cards, int seed) {
    boolean continues = rows.getFirst().form() == Form.CONTINUATION;
    Map<String, String> values =
        Map.of(
            "nodes", Fence.around(cards.stream().map(card -> card(card, true)).toList()),
            "rows", Fence.around(blind(rows)),
            "count", Integer.toString(rows.size()));
    String user = fill(continues ? "check-next.txt" : "check.txt", values);
    return new Prompt(text("checker.txt"), user, 0, seed, 200 + 80 * rows.size());
  }

  /** Asks for what a node's rows can be about. */
  static Prompt subtopics(Card card, int count, double temperature, int seed) {
    Map<String, String> values =
        Map.of(
            "node",
            Fence.around(List.of(card(card, true).set("subjects", strings(card.subjects())))),
            "count",
            Integer.toString(count));
    String user = fill("subtopics.txt", values);
    return new Prompt(text("writer.txt"), user, temperature, seed, 200 + 30 * count);
  }

  /** The nodes an order is about in full, the others in a sentence. */
  private static ObjectNode card(Card card, Order order) {
    boolean named =
        order.wishes().stream()
            .anyMatch(
                wish ->
                    wish.nodes().contains(card.node())
                        || wish.steps().contains(card.node())
                        || wish.other().filter(card.node()::equals).isPresent());
    return card(card, named);
  }

  private static ObjectNode card(Card card, boolean full) {
    ObjectNode json = JSON.createObjectNode().put("node", card.node());
    json.put("answers", full ? card.description() : card.brief());
    if (full && !card.promptStyle().isEmpty()) {
      json.put("how to ask it", card.promptStyle());
    }
    return json;
  }

  private static List<ObjectNode> wishes(List<Wish> wishes) {
    return java.util.stream.IntStream.range(0, wishes.size())
        .mapToObj(i -> wish(i + 1, wishes.get(i)))
        .toList();
  }

  private static ObjectNode wish(int number, Wish wish) {
    ObjectNode json = JSON.createObjectNode().put("n", number);
    if (wish.steps().isEmpty()) {
      json.set("nodes", strings(wish.nodes()));
    } else {
      json.set("answered so far", strings(wish.steps()));
      json.put("next", wish.nodes().getFirst());
    }
    wish.about().map(Subtopic::name).ifPresent(name -> json.put("about", name));
    String style = STYLES.getOrDefault(wish.style(), NEGATIVES.get(wish.style()));
    if (style != null) {
      json.put("style", wish.style() + ": " + style);
    }
    wish.other().ifPresent(other -> json.put("other node", other));
    return json;
  }

  private static List<ObjectNode> blind(List<Row> rows) {
    return java.util.stream.IntStream.range(0, rows.size())
        .mapToObj(i -> blind(i + 1, rows.get(i)))
        .toList();
  }

  private static ObjectNode blind(int number, Row row) {
    ObjectNode whole = RowJson.write(row);
    ObjectNode json = JSON.createObjectNode().put("n", number);
    for (String known : List.of("history", "query", "steps")) {
      if (whole.has(known)) {
        json.set(known, whole.get(known));
      }
    }
    json.set("rewrites", strings(row.rewrites()));
    return json;
  }

  private static ArrayNode strings(List<String> values) {
    ArrayNode array = JSON.createArrayNode();
    values.forEach(array::add);
    return array;
  }

  /** In one pass, so that a place within a value stays text. */
  static String fill(String name, Map<String, String> values) {
    String template = text(name);
    var places = new TreeSet<String>();
    PLACE.matcher(template).results().forEach(place -> places.add(place.group(1)));
    if (!values.keySet().containsAll(places)) {
      throw new IllegalArgumentException(
          "The prompt %s has the places %s, and there are values for %s."
              .formatted(name, places, new TreeSet<>(values.keySet())));
    }
    return PLACE
        .matcher(template)
        .replaceAll(place -> Matcher.quoteReplacement(values.get(place.group(1))));
  }

  private static Map<String, String> pairs(String name) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String line : text(name).split("\n")) {
      String[] pair = line.split(": ", 2);
      pairs.put(pair[0], pair[1]);
    }
    return Collections.unmodifiableMap(pairs);
  }

  private static String text(String name) {
    try (InputStream file = Prompts.class.getResourceAsStream("/prompts/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("The prompt " + name + " cannot be read.", e);
    }
  }
}
