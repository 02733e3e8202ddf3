package io.octograph.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds JSON objects in what a model says: lines, an array, an array in an object; in fences, among
 * chatter, after thoughts, cut off in the middle.
 */
final class ReplyReader {
  /**
   * @param objects in the order of the text
   * @param broken how many beginnings of an object came to nothing
   */
  record Reading(List<JsonNode> objects, int broken) {}

  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .build();

  private static final Pattern THOUGHTS =
      Pattern.compile("(?s)<think(ing)?>.*?(</think(ing)?>|\\z)");

  /**
   * A backslash that begins no escape, and \f and \b, which in a sentence are the beginning of
   * \frac and \beta and never a form feed.
   */
  private static final Pattern BACKSLASH =
      Pattern.compile("\\\\([\"\\\\/nrt]|u[0-9a-fA-F]{4})|\\\\");

  private ReplyReader() {}

  /**
   * @param key of the objects that are looked for; one without it that holds an array of objects is
   *     a wrapper
   */
  static Reading read(String reply, String key) {
    String text = THOUGHTS.matcher(reply).replaceAll(" ");
    List<JsonNode> objects = new ArrayList<>();
    int broken = 0;
    int at = text.indexOf('{');
    while (at >= 0) {
      int end = end(text, at);
      JsonNode object = end < 0 ? null : parse(text.substring(at, end));
      if (object != null) {
        collect(object, key, objects);
      } else if (text.indexOf('"' + key + '"', at) >= 0 && !wrapper(text, at)) {
        broken++;
      }
      at = text.indexOf('{', object != null ? end : at + 1);
    }
    return new Reading(List.copyOf(objects), broken);
  }

  private static void collect(JsonNode object, String key, List<JsonNode> objects) {
    if (object.has(key)) {
      objects.add(object);
      return;
    }
    for (JsonNode field : object) {
      if (field.isArray()) {
        field.forEach(element -> collect(element, key, objects));
      }
    }
  }

  /** {@code {"rows": [ …}: what is in it is read by itself. */
  private static boolean wrapper(String text, int at) {
    return Pattern.compile("\\{\\s*\"\\w+\"\\s*:\\s*\\[\\s*\\{")
        .matcher(text)
        .region(at, text.length())
        .lookingAt();
  }

  /** Behind the brace that closes the one at {@code from}, or -1. */
  private static int end(String text, int from) {
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private static JsonNode parse(String object) {
    String escaped =
        BACKSLASH.matcher(object).replaceAll(found -> found.group(1) != null ? "$0" : "\\\\\\\\");
    try {
      return LENIENT.readTree(escaped);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
