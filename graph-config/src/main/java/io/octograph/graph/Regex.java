package io.octograph.graph;

import java.util.List;

/**
 * A regular expression over Unicode characters: the part of ECMA-262's that names a regular
 * language. Matches whole texts; {@link #read} writes out what an anchor left away stands for.
 */
public sealed interface Regex {
  /** One character of these ranges. */
  record Characters(List<Range> ranges) implements Regex {
    /** Any character. */
    public static final Characters ANY = new Characters(List.of(new Range(0, 0x10FFFF)));

    public Characters {
      ranges = List.copyOf(ranges);
    }
  }

  /** Code points, both included. */
  record Range(int from, int to) {}

  /** One after the other; none is the empty text. */
  record Sequence(List<Regex> parts) implements Regex {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /** One of them. */
  record Choice(List<Regex> options) implements Regex {
    public Choice {
      options = List.copyOf(options);
    }
  }

  /**
   * So many times.
   *
   * @param most {@link #ENDLESS} for any number
   */
  record Repeat(Regex each, int least, int most) implements Regex {}

  /** As a {@link Repeat#most}. */
  int ENDLESS = -1;

  /**
   * Reads a JSON Schema's pattern.
   *
   * @throws IllegalArgumentException with a sentence that names what is not known
   */
  static Regex read(String pattern) {
    return new RegexReader(pattern).read();
  }
}
