package io.octograph.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema, by which editors help, and the reader say the same. */
class SchemaTest {
  static Stream<String> ready() {
    return ReadyGraphs.names().stream();
  }

  static Stream<Path> valid() {
    return TestGraphs.files("/graphs/valid");
  }

  static Stream<Path> structure() {
    return TestGraphs.files("/graphs/invalid/structure");
  }

  static Stream<Arguments> parts() {
    return Map.ofEntries(
            Map.entry("", Format.GRAPH),
            Map.entry("/$defs/workers", Format.WORKERS),
            Map.entry("/$defs/limits", Format.LIMITS),
            Map.entry("/$defs/master", Format.MASTER),
            Map.entry("/$defs/worker", Format.WORKER),
            Map.entry("/$defs/endpoint", Format.ENDPOINT),
            Map.entry("/$defs/price", Format.PRICE),
            Map.entry("/$defs/scale", Format.SCALE),
            Map.entry("/$defs/function", Format.FUNCTION),
            Map.entry("/$defs/action", Format.ACTION))
        .entrySet()
        .stream()
        .map(part -> Arguments.of(part.getKey(), part.getValue()));
  }

  @ParameterizedTest
  @MethodSource("parts")
  void hasTheFieldsOfTheReader(String pointer, List<String> fields) {
    JsonNode part = TestGraphs.schema().getSchemaNode().at(pointer);
    List<String> properties = new ArrayList<>();
    part.path("properties").fieldNames().forEachRemaining(properties::add);
    assertThat(properties).containsExactlyInAnyOrderElementsOf(fields);
    assertThat(part.path("additionalProperties").asBoolean(true)).isFalse();
  }

  @Test
  void describesEveryField() {
    JsonNode schema = TestGraphs.schema().getSchemaNode();
    parts()
        .map(part -> schema.at((String) part.get()[0]))
        .flatMap(part -> part.path("properties").properties().stream())
        .forEach(
            field -> {
              JsonNode definition = field.getValue();
              JsonNode told =
                  definition.has("$ref")
                      ? schema.at(definition.get("$ref").asText().substring(1))
                      : definition;
              assertThat(told.path("description").asText()).as(field.getKey()).endsWith(".");
            });
  }

  @ParameterizedTest
  @MethodSource("ready")
  void acceptsTheReadyGraphs(String name) {
    assertThat(TestGraphs.schemaMessages(ReadyGraphs.yaml(name))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("valid")
  void acceptsValidGraphs(Path file) {
    assertThat(TestGraphs.schemaMessages(TestGraphs.text(file))).isEmpty();
  }

  /** That the reader refuses them too is in {@link GraphReaderTest}. */
  @ParameterizedTest
  @MethodSource("structure")
  void refusesGraphsOfAnotherStructure(Path file) {
    assertThat(TestGraphs.schemaMessages(TestGraphs.text(file))).isNotEmpty();
  }
}
