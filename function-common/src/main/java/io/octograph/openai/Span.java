package io.octograph.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a JSON value stands in its source, in bytes.
 *
 * @param start first byte of the member's name, or of the value if it has none
 * @param from first byte of the value
 * @param to the byte after the value
 */
record Span(int start, int from, int to, Map<String, Span> members, List<Span> elements) {

  /** Depth is bounded by {@link Json#MAX_DEPTH}, which the parser keeps. */
  static Span of(byte[] source) {
    try (JsonParser parser = Json.FACTORY.createParser(source)) {
      parser.nextToken();
      return value(parser, at(parser));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Span value(JsonParser parser, int start) throws IOException {
    int from = at(parser);
    Map<String, Span> members = new LinkedHashMap<>();
    List<Span> elements = new ArrayList<>();
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          int name = at(parser);
          String key = parser.currentName();
          parser.nextToken();
          members.put(key, value(parser, name));
        }
      }
      case START_ARRAY -> {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser, at(parser)));
        }
      }
      // Strings are read lazily; the end is known only after that.
      default -> parser.finishToken();
    }
    int to = (int) parser.currentLocation().getByteOffset();
    return new Span(start, from, to, members, elements);
  }

  private static int at(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }
}
