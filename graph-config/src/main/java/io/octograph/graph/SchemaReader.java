package io.octograph.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.graph.Schema.TextFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/** Reads a JSON Schema as a {@link Schema} and gathers what it cannot take. */
final class SchemaReader {
  private static final int DEEPEST = 8;
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
  private static final Schema STAND_IN = new Schema.Truth();

  private final List<Wrong> problems = new ArrayList<>();

  /** Something a schema says that cannot be held to, and the mend. */
  record Wrong(String what, String mend) {}

  List<Wrong> problems() {
    return List.copyOf(problems);
  }

  Schema.Members parameters(JsonNode schema) {
    if (!schema.path("type").asText().equals("object")) {
      wrong(
          "parameters is no JSON Schema of type object.",
          "Write parameters: {type: object, properties: {title: {type: string}}}.");
      return new Schema.Members(List.of());
    }
    return members(schema, "parameters", 0);
  }

  private Schema read(JsonNode schema, String at, int depth) {
    if (!schema.isObject()) {
      wrong("%s is no schema.".formatted(at), "Write, for example, {type: string}.");
      return STAND_IN;
    }
    if (depth > DEEPEST) {
      wrong(
          "%s is nested more than %d deep.".formatted(at, DEEPEST),
          "Give the function flatter parameters.");
      return STAND_IN;
    }
    if (schema.has("anyOf")) {
      return anyOf(schema, at, depth);
    }
    if (schema.has("enum") || schema.has("const")) {
      return among(schema, at);
    }
    JsonNode type = schema.path("type");
    if (type.isArray() && !type.isEmpty()) {
      List<Schema> options = new ArrayList<>();
      for (JsonNode one : type) {
        options.add(typed(only(schema, one.asText()), at, depth));
      }
      return new Schema.AnyOf(options);
    }
    return typed(schema, at, depth);
  }

  private Schema typed(JsonNode schema, String at, int depth) {
    String type = schema.path("type").asText();
    if (!KEYWORDS.containsKey(type)) {
      wrong(
          "%s has %s.".formatted(at, type.isEmpty() ? "no type" : "the type \"" + type + "\""),
          "Give it one of: string, integer, number, boolean, array, object, null; or enum, const,"
              + " anyOf.");
      return STAND_IN;
    }
    return switch (type) {
      case "object" -> members(schema, at, depth);
      case "array" -> items(schema, at, depth);
      case "string" -> text(schema, at);
      case "integer" -> whole(schema, at);
      case "number" -> decimal(schema, at);
      case "boolean" -> {
        known(schema, at, KEYWORDS.get(type));
        yield new Schema.Truth();
      }
      default -> {
        known(schema, at, KEYWORDS.get(type));
        yield new Schema.Nothing();
      }
    };
  }

  private Schema.Members members(JsonNode schema, String at, int depth) {
    known(schema, at, KEYWORDS.get("object"));
    JsonNode others = schema.path("additionalProperties");
    if (!others.isMissingNode() && !others.isBoolean()) {
      wrong(
          "additionalProperties of %s is a schema.".formatted(at),
          "Write false, or leave it out: an agent writes only the properties that are named.");
    }
    List<Schema.Member> list = new ArrayList<>();
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String name = property.getKey();
      String place = at.equals("parameters") ? name : at + "." + name;
      Schema read = read(property.getValue(), place, depth + 1);
      list.add(new Schema.Member(name, read, required.remove(name)));
    }
    for (String name : required) {
      wrong(
          "%s requires %s, which is none of its properties.".formatted(at, Fields.clip(name)),
          "Add it to the properties, or take it out of required.");
    }
    return new Schema.Members(list);
  }

  private Schema items(JsonNode schema, String at, int depth) {
    known(schema, at, KEYWORDS.get("array"));
    if (!schema.has("items")) {
      wrong("%s is an array without items.".formatted(at), "Add items: {type: string}.");
      return STAND_IN;
    }
    int least = count(schema, at, "minItems");
    OptionalInt most = most(schema, at, "maxItems", least);
    return new Schema.Items(read(schema.get("items"), at + "[]", depth + 1), least, most);
  }

  private Schema text(JsonNode schema, String at) {
    known(schema, at, KEYWORDS.get("string"));
    int least = count(schema, at, "minLength");
    OptionalInt most = most(schema, at, "maxLength", least);
    boolean bounded =
        schema.has("minLength") || schema.has("maxLength") || schema.has(Schema.COPIED);
    if (schema.has("pattern") && schema.has("format")
        || bounded && (schema.has("pattern") || schema.has("format"))) {
      wrong(
          "%s has several of pattern, format, and bounds of its length or x-from-query."
              .formatted(at),
          "Keep one of them; a pattern can hold the length: ^[a-z]{2,5}$.");
      return STAND_IN;
    }
    if (schema.has("pattern")) {
      return pattern(schema.get("pattern").asText(), at);
    }
    if (schema.has("format")) {
      return format(schema.get("format").asText(), at);
    }
    return new Schema.Text(least, most, schema.path(Schema.COPIED).asBoolean());
  }

  private Schema pattern(String written, String at) {
    try {
      return new Schema.Patterned(Regex.read(written));
    } catch (IllegalArgumentException e) {
      wrong(
          "The pattern %s of %s is not known: %s."
              .formatted(Fields.clip(written), at, e.getMessage()),
          "Write it with letters, classes, groups, | and counts only.");
      return STAND_IN;
    }
  }

  private Schema format(String word, String at) {
    Optional<TextFormat> format =
        Arrays.stream(TextFormat.values()).filter(one -> one.word().equals(word)).findFirst();
    if (format.isEmpty()) {
      wrong(
          "%s has the format \"%s\", which is not known.".formatted(at, Fields.clip(word)),
          "Take one of: %s; or a pattern."
              .formatted(
                  String.join(
                      ", ", Arrays.stream(TextFormat.values()).map(TextFormat::word).toList())));
      return STAND_IN;
    }
    return new Schema.Formatted(format.get());
  }

  private Schema whole(JsonNode schema, String at) {
    known(schema, at, KEYWORDS.get("integer"));
    Optional<BigInteger> least = bound(schema, at, "minimum").map(SchemaReader::up);
    Optional<BigInteger> above =
        bound(schema, at, "exclusiveMinimum")
            .map(bound -> bound.setScale(0, RoundingMode.FLOOR).toBigInteger().add(BigInteger.ONE));
    Optional<BigInteger> most = bound(schema, at, "maximum").map(SchemaReader::down);
    Optional<BigInteger> below =
        bound(schema, at, "exclusiveMaximum").map(bound -> up(bound).subtract(BigInteger.ONE));
    Optional<BigInteger> from =
        least.isPresent() && above.isPresent()
            ? Optional.of(least.get().max(above.get()))
            : least.or(() -> above);
    Optional<BigInteger> to =
        most.isPresent() && below.isPresent()
            ? Optional.of(most.get().min(below.get()))
            : most.or(() -> below);
    if (from.isPresent() && to.isPresent() && from.get().compareTo(to.get()) > 0) {
      wrong("No whole number is within the bounds of %s.".formatted(at), "Widen them.");
      return STAND_IN;
    }
    return new Schema.Whole(from, to);
  }

  private Schema decimal(JsonNode schema, String at) {
    known(schema, at, KEYWORDS.get("number"));
    Optional<BigDecimal> least = bound(schema, at, "minimum");
    Optional<BigDecimal> most = bound(schema, at, "maximum");
    if (least.isPresent() && most.isPresent() && least.get().compareTo(most.get()) > 0) {
      wrong("No number is within the bounds of %s.".formatted(at), "Widen them.");
      return STAND_IN;
    }
    return new Schema.Decimal(least, most);
  }

  private Schema anyOf(JsonNode schema, String at, int depth) {
    known(schema, at, Set.of("anyOf"));
    List<Schema> options = new ArrayList<>();
    for (JsonNode option : schema.get("anyOf")) {
      options.add(read(option, "%s (option %d)".formatted(at, options.size() + 1), depth + 1));
    }
    if (options.isEmpty()) {
      wrong("anyOf of %s is no list of schemas.".formatted(at), "Give it one or more.");
      return STAND_IN;
    }
    return new Schema.AnyOf(options);
  }

  private Schema among(JsonNode schema, String at) {
    known(schema, at, Set.of("enum", "const", "type"));
    List<JsonNode> values = new ArrayList<>();
    if (schema.has("const")) {
      values.add(schema.get("const"));
    } else {
      schema.get("enum").forEach(values::add);
    }
    JsonNode type = schema.path("type");
    if (type.isTextual() && KEYWORDS.containsKey(type.asText())) {
      values.removeIf(Predicate.not(value -> is(value, type.asText())));
    }
    if (values.isEmpty() || values.stream().anyMatch(JsonNode::isContainerNode)) {
      wrong(
          "%s has no list of plain values of its type.".formatted(at),
          "Write, for example, enum: [work, family].");
      return STAND_IN;
    }
    return new Schema.Among(values);
  }

  private static boolean is(JsonNode value, String type) {
    return switch (type) {
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> false;
    };
  }

  /** Of a schema with several types what concerns one of them. */
  private static ObjectNode only(JsonNode schema, String type) {
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

  private void known(JsonNode schema, String at, Set<String> keywords) {
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

  private int count(JsonNode schema, String at, String keyword) {
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

  private OptionalInt most(JsonNode schema, String at, String keyword, int least) {
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

  private Optional<BigDecimal> bound(JsonNode schema, String at, String keyword) {
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

  private static BigInteger up(BigDecimal bound) {
    return bound.setScale(0, RoundingMode.CEILING).toBigInteger();
  }

  private static BigInteger down(BigDecimal bound) {
    return bound.setScale(0, RoundingMode.FLOOR).toBigInteger();
  }

  private void wrong(String what, String mend) {
    problems.add(new Wrong(what, mend));
  }
}
