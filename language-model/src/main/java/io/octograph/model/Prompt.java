package io.octograph.model;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A prompt in ids.
 *
 * @param prefix what many prompts begin with: computed once and kept
 * @param rest what is this one's own, at least one id
 * @param clipped true where a part of the text was left out
 */
public record Prompt(int[] prefix, int[] rest, boolean clipped) {
  public int length() {
    return prefix.length + rest.length;
  }

  /** Ids one after the other. */
  public static int[] join(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(IntStream::of).toArray();
  }
}
