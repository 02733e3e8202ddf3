package io.octograph.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.graph.Schema.TextFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the JSON Schemas of strings and numbers. */
final class ScalarReader {
  private final Keywords keywords;

  ScalarReader(Keywords keywords) {
    this.keywords = keywords;
  }

  Schema text(JsonNode schema, String at) {
    keywords.known(schema, at, "string");
    int least = keywords.count(schema, at, "minLength");
    OptionalInt most = keywords.most(schema, at, "maxLength", least);
    boolean bounded =
        schema.has("minLength") || schema.has("maxLength") || schema.has(Schema.COPIED);
    if (schema.has("pattern") && schema.has("format")
        || bounded && (schema.has("pattern") || schema.has("format"))) {
      keywords.wrong(
          "%s has several of pattern, format, and bounds of its length or x-from-query."
              .formatted(at),
          "Keep one of them; a pattern can hold the length: ^[a-z]{2,5}$.");
      return SchemaReader.STAND_IN;
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
      keywords.wrong(
          "The pattern %s of %s is not known: %s."
              .formatted(Fields.clip(written), at, e.getMessage()),
          "Write it with letters, classes, groups, | and counts only.");
      return SchemaReader.STAND_IN;
    }
  }

  private Schema format(String word, String at) {
    Optional<TextFormat> format =
        Arrays.stream(TextFormat.values()).filter(one -> one.word().equals(word)).findFirst();
    if (format.isEmpty()) {
      keywords.wrong(
          "%s has the format \"%s\", which is not known.".formatted(at, Fields.clip(word)),
          "Take one of: %s; or a pattern."
              .formatted(
                  String.join(
                      ", ", Arrays.stream(TextFormat.values()).map(TextFormat::word).toList())));
      return SchemaReader.STAND_IN;
    }
    return new Schema.Formatted(format.get());
  }

  Schema whole(JsonNode schema, String at) {
    keywords.known(schema, at, "integer");
    Optional<BigInteger> least = keywords.bound(schema, at, "minimum").map(ScalarReader::up);
    Optional<BigInteger> above =
        keywords
            .bound(schema, at, "exclusiveMinimum")
            .map(bound -> down(bound).add(BigInteger.ONE));
    Optional<BigInteger> most = keywords.bound(schema, at, "maximum").map(ScalarReader::down);
    Optional<BigInteger> below =
        keywords
            .bound(schema, at, "exclusiveMaximum")
            .map(bound -> up(bound).subtract(BigInteger.ONE));
    Optional<BigInteger> from =
        least.isPresent() && above.isPresent()
            ? Optional.of(least.get().max(above.get()))
            : least.or(() -> above);
    Optional<BigInteger> to =
        most.isPresent() && below.isPresent()
            ? Optional.of(most.get().min(below.get()))
            : most.or(() -> below);
    if (from.isPresent() && to.isPresent() && from.get().compareTo(to.get()) > 0) {
      keywords.wrong("No whole number is within the bounds of %s.".formatted(at), "Widen them.");
      return SchemaReader.STAND_IN;
    }
    return new Schema.Whole(from, to);
  }

  Schema decimal(JsonNode schema, String at) {
    keywords.known(schema, at, "number");
    Optional<BigDecimal> least = keywords.bound(schema, at, "minimum");
    Optional<BigDecimal> most = keywords.bound(schema, at, "maximum");
    if (least.isPresent() && most.isPresent() && least.get().compareTo(most.get()) > 0) {
      keywords.wrong("No number is within the bounds of %s.".formatted(at), "Widen them.");
      return SchemaReader.STAND_IN;
    }
    return new Schema.Decimal(least, most);
  }

  private static BigInteger up(BigDecimal bound) {
    return bound.setScale(0, RoundingMode.CEILING).toBigInteger();
  }

  private static BigInteger down(BigDecimal bound) {
    return bound.setScale(0, RoundingMode.FLOOR).toBigInteger();
  }
}
