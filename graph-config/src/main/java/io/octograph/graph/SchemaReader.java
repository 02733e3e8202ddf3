package io.octograph.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/** Reads a JSON Schema as a {@link Schema} and gathers what it cannot take. */
final class SchemaReader {
  private static final int DEEPEST = 8;

  /** For what could not be read: that has been reported. */
  static final Schema STAND_IN = new Schema.Truth();

  private final Keywords keywords = new Keywords();
  private final ScalarReader scalars = new ScalarReader(keywords);

  List<Keywords.Wrong> problems() {
    return keywords.problems();
  }

  Schema.Members parameters(JsonNode schema) {
    if (!schema.path("type").asText().equals("object")) {
      keywords.wrong(
          "parameters is no JSON Schema of type object.",
          "Write parameters: {type: object, properties: {title: {type: string}}}.");
      return new Schema.Members(List.of());
    }
    return members(schema, "parameters", 0);
  }

  private Schema read(JsonNode schema, String at, int depth) {
    if (!schema.isObject()) {
      keywords.wrong("%s is no schema.".formatted(at), "Write, for example, {type: string}.");
      return STAND_IN;
    }
    if (depth > DEEPEST) {
      keywords.wrong(
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
        options.add(typed(Keywords.only(schema, one.asText()), at, depth));
      }
      return new Schema.AnyOf(options);
    }
    return typed(schema, at, depth);
  }

  private Schema typed(JsonNode schema, String at, int depth) {
    String type = schema.path("type").asText();
    if (!Keywords.type(type)) {
      keywords.wrong(
          "%s has %s.".formatted(at, type.isEmpty() ? "no type" : "the type \"" + type + "\""),
          "Give it one of: string, integer, number, boolean, array, object, null; or enum, const,"
              + " anyOf.");
      return STAND_IN;
    }
    return switch (type) {
      case "object" -> members(schema, at, depth);
      case "array" -> items(schema, at, depth);
      case "string" -> scalars.text(schema, at);
      case "integer" -> scalars.whole(schema, at);
      case "number" -> scalars.decimal(schema, at);
      case "boolean" -> {
        keywords.known(schema, at, type);
        yield new Schema.Truth();
      }
      default -> {
        keywords.known(schema, at, type);
        yield new Schema.Nothing();
      }
    };
  }

  private Schema.Members members(JsonNode schema, String at, int depth) {
    keywords.known(schema, at, "object");
    JsonNode others = schema.path("additionalProperties");
    if (!others.isMissingNode() && !others.isBoolean()) {
      keywords.wrong(
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
      keywords.wrong(
          "%s requires %s, which is none of its properties.".formatted(at, Fields.clip(name)),
          "Add it to the properties, or take it out of required.");
    }
    return new Schema.Members(list);
  }

  private Schema items(JsonNode schema, String at, int depth) {
    keywords.known(schema, at, "array");
    if (!schema.has("items")) {
      keywords.wrong("%s is an array without items.".formatted(at), "Add items: {type: string}.");
      return STAND_IN;
    }
    int least = keywords.count(schema, at, "minItems");
    OptionalInt most = keywords.most(schema, at, "maxItems", least);
    return new Schema.Items(read(schema.get("items"), at + "[]", depth + 1), least, most);
  }

  private Schema anyOf(JsonNode schema, String at, int depth) {
    keywords.known(schema, at, Set.of("anyOf"));
    List<Schema> options = new ArrayList<>();
    for (JsonNode option : schema.get("anyOf")) {
      options.add(read(option, "%s (option %d)".formatted(at, options.size() + 1), depth + 1));
    }
    if (options.isEmpty()) {
      keywords.wrong("anyOf of %s is no list of schemas.".formatted(at), "Give it one or more.");
      return STAND_IN;
    }
    return new Schema.AnyOf(options);
  }

  private Schema among(JsonNode schema, String at) {
    keywords.known(schema, at, Set.of("enum", "const", "type"));
    List<JsonNode> values = new ArrayList<>();
    if (schema.has("const")) {
      values.add(schema.get("const"));
    } else {
      schema.get("enum").forEach(values::add);
    }
    JsonNode type = schema.path("type");
    if (type.isTextual() && Keywords.type(type.asText())) {
      values.removeIf(Predicate.not(value -> is(value, type.asText())));
    }
    if (values.isEmpty() || values.stream().anyMatch(JsonNode::isContainerNode)) {
      keywords.wrong(
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
}
