package io.octograph.model;

import java.util.Arrays;

/** Keeps head and tail of what is too long: a question mostly stands at one of a text's ends. */
public final class Clip {
  /** Longer than nearly all tokens: so many characters surely make as many tokens as wanted. */
  private static final int CHARACTERS_A_TOKEN = 32;

  private Clip() {}

  /** A text's ids, and whether some were left out. */
  public record Clipped(int[] ids, boolean clipped) {}

  /** At most {@code most} ids: the first half of them from the head, the rest from the tail. */
  public static int[] headAndTail(int[] ids, int most) {
    if (ids.length <= most) {
      return ids;
    }
    int head = (most + 1) / 2;
    int tail = most - head;
    var kept = Arrays.copyOf(ids, most);
    System.arraycopy(ids, ids.length - tail, kept, head, tail);
    return kept;
  }

  /** Encodes at most {@code most} tokens of a text, without reading through megabytes for them. */
  public static Clipped encode(Tokenizer tokenizer, String text, int most) {
    long characters = (long) CHARACTERS_A_TOKEN * most;
    if (text.length() <= 2 * characters) {
      var ids = tokenizer.encode(text);
      return new Clipped(headAndTail(ids, most), ids.length > most);
    }
    var head = tokenizer.encode(text.substring(0, (int) characters));
    var tail = tokenizer.encode(text.substring(text.length() - (int) characters));
    var both = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, both, head.length, tail.length);
    return new Clipped(headAndTail(both, most), true);
  }
}
