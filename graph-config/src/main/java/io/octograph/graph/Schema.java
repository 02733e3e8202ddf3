package io.octograph.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What of JSON Schema (2020-12) a function's parameters may be: all that an agent can be held to
 * while it writes. Read by {@link #read}; whatever else a schema says is a problem there.
 */
public sealed interface Schema {
  /** The most members of a list or object and characters of a text that bounds may name. */
  int MOST = 10_000;

  /** Our own keyword of a string; other readers of JSON Schema leave it aside. */
  String COPIED = "x-from-query";

  /** One of these values, at least one. */
  record Among(List<JsonNode> values) implements Schema {
    public Among {
      values = List.copyOf(values);
    }
  }

  /**
   * A string.
   *
   * @param least Unicode characters
   * @param most Unicode characters; empty for any number
   * @param copied whether it is words of the query, as they stand there ({@value #COPIED})
   */
  record Text(int least, OptionalInt most, boolean copied) implements Schema {}

  /** A string that holds to a regular expression. */
  record Patterned(Regex regex) implements Schema {
    public Patterned {
      Objects.requireNonNull(regex, "A pattern needs a regular expression.");
    }
  }

  /** A string of one of JSON Schema's formats. */
  record Formatted(TextFormat format) implements Schema {}

  /** The formats that are known. */
  enum TextFormat {
    DATE_TIME,
    DATE,
    TIME,
    EMAIL,
    UUID;

    /** As a schema names it, e.g. {@code date-time}. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** A number without a fraction, bounds included. */
  record Whole(Optional<BigInteger> least, Optional<BigInteger> most) implements Schema {}

  /** A number, bounds included. */
  record Decimal(Optional<BigDecimal> least, Optional<BigDecimal> most) implements Schema {}

  /** True or false. */
  record Truth() implements Schema {}

  /** Null. */
  record Nothing() implements Schema {}

  /** A list. */
  record Items(Schema each, int least, OptionalInt most) implements Schema {}

  /** An object with these members and no others, written in this order. */
  record Members(List<Member> list) implements Schema {
    public Members {
      list = List.copyOf(list);
    }
  }

  /** One of an object's members. */
  record Member(String name, Schema schema, boolean required) {}

  /** One of these, at least one. */
  record AnyOf(List<Schema> options) implements Schema {
    public AnyOf {
      options = List.copyOf(options);
    }
  }

  /**
   * Reads a function's parameters.
   *
   * @throws IllegalArgumentException with all that is wrong, where a graph's reader would have said
   *     so
   */
  static Members read(JsonNode parameters) {
    SchemaReader reader = new SchemaReader();
    Members members = reader.parameters(parameters);
    if (!reader.problems().isEmpty()) {
      throw new IllegalArgumentException(
          String.join(" ", reader.problems().stream().map(Keywords.Wrong::what).toList()));
    }
    return members;
  }
}
