package io.octograph.openai;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;

/** How errors speak of values: by name, shortened, printable. */
public final class Words {
  private static final int SHOWN = 60;

  private Words() {}

  /** "temperature is "hot"; it must be a number." */
  public static String wrong(String name, JsonNode value, String wanted) {
    return "%s is %s; it must be %s.".formatted(name, value(value), wanted);
  }

  /** A value as JSON, at most {@value #SHOWN} characters of it. */
  public static String value(JsonNode value) {
    return clip(value.isContainerNode() ? kind(value) : Json.text(value));
  }

  public static String clip(String text) {
    return clip(text, SHOWN);
  }

  /** A text's beginning, without what could garble a log or a terminal. */
  public static String clip(String text, int most) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(most)
        .forEach(
            c -> {
              boolean odd =
                  Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
              shown.appendCodePoint(odd ? '\uFFFD' : c);
            });
    return text.codePointCount(0, text.length()) > most ? shown + "…" : shown.toString();
  }

  static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      default -> "nothing";
    };
  }

  /** The parser's own words, without the source (which may hold a query) and its Java hints. */
  static String cause(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException && e.getOriginalMessage().contains("depth")) {
      return "it nests deeper than " + Json.MAX_DEPTH + " levels";
    }
    String message = e.getOriginalMessage().lines().findFirst().orElse("");
    String said = clip(message.replaceAll(" \\(start marker at .*", "").replaceAll("[.:]$", ""));
    JsonLocation at = e.getLocation();
    return at == null
        ? said
        : "%s (line %d, column %d)".formatted(said, at.getLineNr(), at.getColumnNr());
  }
}
