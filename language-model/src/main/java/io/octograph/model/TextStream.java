package io.octograph.model;

import java.util.Arrays;

/**
 * Text out of tokens as they come. A character that is split over several tokens (Chinese, emoji)
 * is held back until it is whole. Not safe for use by several threads.
 */
public final class TextStream {
  private static final char HALF_A_CHARACTER = '\uFFFD';

  private final Tokenizer tokenizer;
  private int[] ids = new int[16];
  private int count;
  // A window and not the whole text is decoded each time: the cost of a token stays the same.
  private int windowStart;
  private String windowText = "";

  TextStream(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** The text that became certain with this token; often empty for half a character. */
  public String add(int id) {
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, count * 2);
    }
    ids[count++] = id;
    var text = tokenizer.decode(Arrays.copyOfRange(ids, windowStart, count));
    if (text.length() <= windowText.length()
        || text.charAt(text.length() - 1) == HALF_A_CHARACTER) {
      return "";
    }
    return moveOn(text);
  }

  /** What is still held back, at the end of the text. */
  public String end() {
    return moveOn(tokenizer.decode(Arrays.copyOfRange(ids, windowStart, count)));
  }

  private String moveOn(String text) {
    var piece = text.substring(Math.min(windowText.length(), text.length()));
    // The last token stays in the window: decoders may treat a text's first token otherwise.
    windowStart = Math.max(0, count - 1);
    windowText = tokenizer.decode(Arrays.copyOfRange(ids, windowStart, count));
    if (windowText.indexOf(HALF_A_CHARACTER) >= 0) {
      windowStart = count;
      windowText = "";
    }
    return piece;
  }
}
