package io.octograph.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The forms of rows, as {@code training/data/README.md} has them. */
public enum Form {
  /** A query for one node. */
  SINGLE,
  /** A query that asks two to four different things. */
  COMPOUND,
  /** A last message that only earlier turns explain. */
  FOLLOW_UP,
  /** A query with answers so far: the next node, or <em>finish</em>. */
  CONTINUATION,
  /** A text that no node fits. */
  NONE;

  /** In small letters with a hyphen, e.g. {@code follow-up}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException for a label that none has; the message names those there are
   */
  public static Form of(String label) {
    return Arrays.stream(values())
        .filter(form -> form.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is no form of rows. There are: %s.".formatted(label, labels())));
  }

  static String labels() {
    return Arrays.stream(values()).map(Form::label).collect(Collectors.joining(", "));
  }

  /** Rows of this form are counted node by node. */
  boolean byNode() {
    return this == SINGLE || this == FOLLOW_UP;
  }
}
