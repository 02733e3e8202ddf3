package io.octograph.model.function;

import io.octograph.graph.Regex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Characters of a JSON string in UTF-8: as they are, or by their short escapes. Other control
 * characters are never written.
 */
final class Characters {
  /** What a JSON string cannot hold as it is, but by a short escape. */
  static final Map<Integer, String> ESCAPES =
      Map.of(
          (int) '"',
          "\\\"",
          (int) '\\',
          "\\\\",
          (int) '\n',
          "\\n",
          (int) '\r',
          "\\r",
          (int) '\t',
          "\\t");

  /** First and last code points that take one, two, three (around the surrogates) or four bytes. */
  private static final int[][] LENGTHS = {
    {0x20, 0x7E}, {0xA0, 0x7FF}, {0x800, 0xD7FF}, {0xE000, 0xFFFF}, {0x10000, 0x10FFFF}
  };

  private final States states;

  Characters(States states) {
    this.states = states;
  }

  State any() {
    return in(Regex.Characters.ANY);
  }

  State in(Regex.Characters characters) {
    var options = new ArrayList<State>();
    for (var range : characters.ranges()) {
      add(range, options);
    }
    return states.either(options);
  }

  State of(Regex regex) {
    return switch (regex) {
      case Regex.Characters characters -> in(characters);
      case Regex.Sequence(List<Regex> parts) ->
          states.sequence(parts.stream().map(this::of).toArray(State[]::new));
      case Regex.Choice(List<Regex> options) ->
          states.either(options.stream().map(this::of).toList());
      case Regex.Repeat(Regex each, int least, int most) -> states.times(of(each), least, most);
    };
  }

  private void add(Regex.Range range, List<State> options) {
    ESCAPES.forEach(
        (character, escape) -> {
          if (range.from() <= character && character <= range.to()) {
            options.add(states.text(escape));
          }
        });
    for (int[] length : LENGTHS) {
      int from = Math.max(range.from(), length[0]);
      int to = Math.min(range.to(), length[1]);
      if (from <= to && length[0] == 0x20) {
        plain(from, to, options);
      } else if (from <= to) {
        options.add(Between.of(states, utf8(from), utf8(to), 0x80, 0xBF));
      }
    }
  }

  /** ASCII without what must be escaped. */
  private void plain(int from, int to, List<State> options) {
    int next = from;
    for (int escaped : new int[] {'"', '\\'}) {
      options.add(states.bytes(next, Math.min(to, escaped - 1)));
      next = Math.max(next, escaped + 1);
    }
    options.add(states.bytes(next, to));
  }

  private static byte[] utf8(int character) {
    return Character.toString(character).getBytes(StandardCharsets.UTF_8);
  }
}
