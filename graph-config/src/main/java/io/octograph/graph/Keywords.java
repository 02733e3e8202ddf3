package io.octograph.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The keywords of a JSON Schema: which there are, and their numbers. What is wrong is gathered, and
 * a stand-in returned, so that the rest can be read too.
 */
final class Keywords {
  private static final Set<String> ANNOTATIONS =
      Set.of("title", "description", "default", "examples", "$comment", "$schema", "deprecated");
  private static final Map<String, Set<String>> KEYWORDS =
      Map.of(
          "object", Set.of("properties", "required", "additionalProperties"),
          "array", Set.of("items", "minItems", "maxItems"),
          "string", Set.of("minLength", "maxLength", "pattern", "format", Schema.COPIED),
          "integer", Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
          "number", Set.of("minimum", "maximum"),
          "boolean", Set.of(),
          "null", Set.of());

  private final List<Wrong> problems = new ArrayList<>();

  /** Something a schema says that cannot be held to, and the mend. */
  record Wrong(String what, String mend) {}

  List<Wrong> problems() {
    return List.copyOf(problems);
  }

  void wrong(String what, String mend) {
    problems.add(new Wrong(what, mend));
  }

  /** Whether JSON Schema has a type of this name. */
  static boolean type(String name) {
    return KEYWORDS.containsKey(name);
  }

  /** Of a schema with several types what concerns one of them. */
  static ObjectNode only(JsonNode schema, String type) {
    ObjectNode one = JsonNodeFactory.instance.objectNode();
    Set<String> others = new HashSet<>();
    KEYWORDS.forEach(
        (name, keywords) -> {
          if (!name.equals(type)) {
            others.addAll(keywords);
          }
        });
    others.removeAll(KEYWORDS.getOrDefault(type, Set.of()));
    schema
        .properties()
        .forEach(
            entry -> {
              if (!others.contains(entry.getKey())) {
                one.set(entry.getKey(), entry.getValue());
              }
            });
    return one.put("type", type);
  }

  /** Reports what a schema of a type says beside that type's keywords. */
  void known(JsonNode schema, String at, String type) {
    known(schema, at, KEYWORDS.get(type));
  }

  /** Reports what a schema says beside these keywords, its type and annotations. */
  void known(JsonNode schema, String at, Set<String> keywords) {
    for (Map.Entry<String, JsonNode> entry : schema.properties()) {
      String keyword = entry.getKey();
      boolean usual = keyword.equals("type") || ANNOTATIONS.contains(keyword);
      if (!usual && !keywords.contains(keyword)) {
        wrong(
            "%s has the keyword \"%s\", which an agent cannot be held to there."
                .formatted(at, Fields.clip(keyword)),
            keywords.isEmpty()
                ? "Leave it out."
                : "Leave it out; there are: %s."
                    .formatted(String.join(", ", keywords.stream().sorted().toList())));
      }
    }
  }

  /** How many of something, from 0 to {@link Schema#MOST}; 0 where it is not said. */
  int count(JsonNode schema, String at, String keyword) {
    JsonNode count = schema.path(keyword);
    if (count.isMissingNode()) {
      return 0;
    }
    if (!count.canConvertToInt() || count.intValue() < 0 || count.intValue() > Schema.MOST) {
      wrong(
          "%s of %s is %s.".formatted(keyword, at, Fields.clip(count.toString())),
          "Write a whole number from 0 to %d.".formatted(Schema.MOST));
      return 0;
    }
    return count.intValue();
  }

  /** At most how many; empty where it is not said. */
  OptionalInt most(JsonNode schema, String at, String keyword, int least) {
    if (!schema.has(keyword)) {
      return OptionalInt.empty();
    }
    int most = count(schema, at, keyword);
    if (most < least) {
      wrong(
          "%s of %s is %d, less than the least, %d.".formatted(keyword, at, most, least),
          "Raise it.");
      return OptionalInt.empty();
    }
    return OptionalInt.of(most);
  }

  /** A bound of numbers; empty where it is not said. */
  Optional<BigDecimal> bound(JsonNode schema, String at, String keyword) {
    JsonNode bound = schema.path(keyword);
    if (bound.isMissingNode()) {
      return Optional.empty();
    }
    if (!bound.isNumber() || bound.decimalValue().abs().compareTo(new BigDecimal("1e15")) > 0) {
      wrong(
          "%s of %s is %s.".formatted(keyword, at, Fields.clip(bound.toString())),
          "Write a number from -1e15 to 1e15.");
      return Optional.empty();
    }
    return Optional.of(bound.decimalValue());
  }
}
