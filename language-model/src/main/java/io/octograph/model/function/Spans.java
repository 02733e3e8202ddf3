package io.octograph.model.function;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * The texts that stand in a query, word for word: from where a word begins to where one ends. In
 * scripts without spaces every character is a word.
 */
final class Spans {
  private final int[] characters;
  private final byte[][] bytes;

  Spans(String query) {
    this.characters = query.codePoints().toArray();
    this.bytes = new byte[characters.length][];
    for (int i = 0; i < bytes.length; i++) {
      int c = characters[i];
      boolean held = !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
      // control characters without a short escape end a span
      var text = Characters.ESCAPES.getOrDefault(c, held ? Character.toString(c) : "");
      bytes[i] = text.getBytes(StandardCharsets.UTF_8);
    }
  }

  int length() {
    return characters.length;
  }

  /** The byte that spells a character there; -1 where nothing does. */
  int at(int character, int offset) {
    return character < bytes.length && offset < bytes[character].length
        ? bytes[character][offset] & 0xFF
        : -1;
  }

  /** Whether this byte is the character's last. */
  boolean last(int character, int offset) {
    return offset + 1 == bytes[character].length;
  }

  /** Whether a span may begin before the character at this index: not with a comma, say. */
  boolean begins(int index) {
    int c = characters[index];
    boolean opens =
        Character.isLetterOrDigit(c)
            || Character.getType(c) == Character.OTHER_SYMBOL
            || Character.getType(c) == Character.CURRENCY_SYMBOL
            || c == '@'
            || c == '#'
            || c == '+';
    return opens && parted(index);
  }

  /**
   * How many bytes it takes at least to bring a span to its end.
   *
   * @param from its first character
   * @param at the character that comes next
   * @param offset of its bytes were written
   * @return {@link State#NEVER} where it can have none
   */
  int toEnd(int from, int at, int offset, int least, OptionalInt most) {
    int cost = -offset;
    for (int end = at; end <= characters.length; end++) {
      int length = end - from;
      if (length > most.orElse(Integer.MAX_VALUE)) {
        return State.NEVER;
      }
      boolean whole = end > at || offset == 0;
      if (whole && length >= Math.max(1, least) && ends(end)) {
        return cost;
      }
      if (end == characters.length || bytes[end].length == 0) {
        return State.NEVER;
      }
      cost += bytes[end].length;
    }
    return State.NEVER;
  }

  private boolean ends(int index) {
    return !Character.isWhitespace(characters[index - 1]) && parted(index);
  }

  /** Whether no word goes on from the character before this index to the one at it. */
  private boolean parted(int index) {
    return index == 0
        || index == characters.length
        || !(inWord(characters[index - 1]) && inWord(characters[index]));
  }

  private static boolean inWord(int c) {
    var script = Character.UnicodeScript.of(c);
    boolean spaced =
        script != Character.UnicodeScript.HAN
            && script != Character.UnicodeScript.HIRAGANA
            && script != Character.UnicodeScript.KATAKANA
            && script != Character.UnicodeScript.THAI;
    return spaced && Character.isLetterOrDigit(c);
  }
}
