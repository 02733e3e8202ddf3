package io.octograph.model.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.octograph.graph.Regex;
import io.octograph.graph.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The JSON of a schema, in one way of writing: no spaces, the members of an object in the schema's
 * order, no exponents, only the escapes that are needed. What it describes is valid by the schema;
 * not everything that is valid can be written so.
 */
final class Grammar {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String LEAP =
      "(\\d\\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29";
  private static final String DAY =
      "(\\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|(0[469]|11)-(0[1-9]|[12]\\d|30)"
          + "|02-(0[1-9]|1\\d|2[0-8]))|"
          + LEAP
          + ")";
  private static final String CLOCK =
      "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,3})?(Z|[+-](0\\d|1[0-3]):[0-5]\\d)";
  private static final String ADDRESS =
      "[A-Za-z0-9]{1,20}([._+-][A-Za-z0-9]{1,20}){0,2}@"
          + "[A-Za-z0-9]{1,20}([.-][A-Za-z0-9]{1,20}){0,2}\\.[A-Za-z]{2,16}";
  private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

  private final States states = new States();
  private final Digits digits = new Digits(states);
  private final Characters characters = new Characters(states);

  private final Spans spans;

  private Grammar(Spans spans) {
    this.spans = spans;
  }

  /**
   * Where what the schema describes begins.
   *
   * @param query of which copied texts are words
   */
  static State of(Schema schema, String query) {
    return new Grammar(new Spans(query)).value(schema);
  }

  private State value(Schema schema) {
    return switch (schema) {
      case Schema.Among(List<JsonNode> values) ->
          states.either(values.stream().map(value -> states.text(json(value))).toList());
      case Schema.Text(int least, OptionalInt most, boolean copied) ->
          quoted(
              copied
                  ? copied(least, most)
                  : states.times(characters.any(), least, most.orElse(-1)));
      case Schema.Patterned(Regex regex) -> quoted(characters.of(regex));
      case Schema.Formatted(Schema.TextFormat format) ->
          quoted(characters.of(Regex.read("^" + pattern(format) + "$")));
      case Schema.Whole(var least, var most) -> digits.whole(least, most);
      case Schema.Decimal(var least, var most) -> digits.decimal(least, most);
      case Schema.Truth() -> states.either(List.of(states.text("true"), states.text("false")));
      case Schema.Nothing() -> states.text("null");
      case Schema.Items items -> items(items);
      case Schema.Members(List<Schema.Member> list) ->
          states.sequence(states.text("{"), members(list), states.text("}"));
      case Schema.AnyOf(List<Schema> options) ->
          states.either(options.stream().map(this::value).toList());
    };
  }

  private State copied(int least, OptionalInt most) {
    var options =
        IntStream.range(0, spans.length())
            .filter(spans::begins)
            .mapToObj(from -> states.span(new State.Span(spans, from, from, 0, least, most)))
            .toList();
    return states.either(options);
  }

  private static String pattern(Schema.TextFormat format) {
    return switch (format) {
      case DATE_TIME -> DAY + "T" + CLOCK;
      case DATE -> DAY;
      case TIME -> CLOCK;
      case EMAIL -> ADDRESS;
      case UUID -> UUID;
    };
  }

  private State items(Schema.Items items) {
    var each = value(items.each());
    int most = items.most().orElse(-1);
    if (most == 0) {
      return states.text("[]");
    }
    var others =
        states.times(
            states.then(states.text(","), each),
            Math.max(0, items.least() - 1),
            most < 0 ? -1 : most - 1);
    var some = states.then(each, others);
    var inner = items.least() == 0 ? states.optional(some) : some;
    return states.sequence(states.text("["), inner, states.text("]"));
  }

  /** From the last member to the first: what may follow depends on whether one went before. */
  private State members(List<Schema.Member> list) {
    var afterNone = states.empty();
    var afterSome = states.empty();
    for (var member : new ArrayList<>(list).reversed()) {
      var written =
          states.sequence(
              states.text(json(TextNode.valueOf(member.name())) + ":"),
              value(member.schema()),
              afterSome);
      var next = states.then(states.text(","), written);
      afterNone = member.required() ? written : states.either(List.of(written, afterNone));
      afterSome = member.required() ? next : states.either(List.of(next, afterSome));
    }
    return afterNone;
  }

  private State quoted(State text) {
    return states.sequence(states.text("\""), text, states.text("\""));
  }

  private static String json(JsonNode value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
