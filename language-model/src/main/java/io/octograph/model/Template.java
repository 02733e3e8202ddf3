package io.octograph.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A piece of a prompt with special tokens and slots, such as {@code
 * <|im_start|>user\n{content}<|im_end|>\n}. What fills a slot is ids of plain text, so that it can
 * never become a special token; only the template itself names those.
 */
public final class Template {
  private static final Pattern SLOT = Pattern.compile("\\{([a-z]+)}");

  private final List<Part> parts;

  private sealed interface Part {}

  private record Fixed(int[] ids) implements Part {}

  private record Slot(String name) implements Part {}

  private Template(List<Part> parts) {
    this.parts = parts;
  }

  /** Reads a template; whatever is a special token of the tokenizer is one here. */
  public static Template of(String text, Tokenizer tokenizer) {
    var parts = new ArrayList<Part>();
    var slots = SLOT.matcher(text);
    int from = 0;
    while (slots.find()) {
      parts.add(new Fixed(fixed(text.substring(from, slots.start()), tokenizer)));
      parts.add(new Slot(slots.group(1)));
      from = slots.end();
    }
    parts.add(new Fixed(fixed(text.substring(from), tokenizer)));
    return new Template(List.copyOf(parts));
  }

  /** The ids with the slots filled. */
  public int[] fill(Map<String, int[]> values) {
    return parts.stream()
        .flatMapToInt(
            part ->
                switch (part) {
                  case Fixed(int[] ids) -> Arrays.stream(ids);
                  case Slot(String name) -> Arrays.stream(value(values, name));
                })
        .toArray();
  }

  /** The ids before the first slot, which are the same for every filling. */
  public int[] head() {
    return parts.getFirst() instanceof Fixed(int[] ids) ? ids.clone() : new int[0];
  }

  private static int[] value(Map<String, int[]> values, String name) {
    var ids = values.get(name);
    if (ids == null) {
      throw new ModelException(
          "The template has the slot {%s}. Known here: %s.".formatted(name, values.keySet()));
    }
    return ids;
  }

  private static int[] fixed(String text, Tokenizer tokenizer) {
    var first =
        tokenizer.specials().keySet().stream()
            .filter(text::contains)
            .min((a, b) -> Integer.compare(text.indexOf(a), text.indexOf(b)));
    if (first.isEmpty()) {
      return tokenizer.encode(text);
    }
    int at = text.indexOf(first.get());
    var before = Arrays.stream(tokenizer.encode(text.substring(0, at)));
    var special = IntStream.of(tokenizer.special(first.get()));
    var after = Arrays.stream(fixed(text.substring(at + first.get().length()), tokenizer));
    return IntStream.concat(IntStream.concat(before, special), after).toArray();
  }
}
