package io.octograph.graph;

import io.octograph.graph.Regex.Characters;
import io.octograph.graph.Regex.Range;
import java.util.ArrayList;
import java.util.List;

/** Reads literals, classes, groups, alternatives and counts; refuses whatever looks around. */
final class RegexReader {
  private static final int MOST_TIMES = 1000;
  private static final List<Range> DIGITS = List.of(new Range('0', '9'));
  private static final List<Range> WORD =
      List.of(new Range('0', '9'), new Range('A', 'Z'), new Range('_', '_'), new Range('a', 'z'));
  private static final List<Range> SPACE = List.of(new Range(9, 13), new Range(' ', ' '));

  private final int[] text;
  private int at;

  RegexReader(String pattern) {
    this.text = pattern.codePoints().toArray();
  }

  Regex read() {
    boolean fromStart = taken('^');
    Regex body = fromStart ? sequence() : choice();
    boolean toEnd = taken('$');
    if (at < text.length) {
      throw unknown(
          text[at] == '|'
              ? "an anchor beside alternatives; put these into a group: ^(a|b)$"
              : "what stands at character %d".formatted(at + 1));
    }
    Regex anything = new Regex.Repeat(Characters.ANY, 0, Regex.ENDLESS);
    List<Regex> parts = new ArrayList<>();
    if (!fromStart) {
      parts.add(anything);
    }
    parts.add(body);
    if (!toEnd) {
      parts.add(anything);
    }
    return new Regex.Sequence(parts);
  }

  private Regex choice() {
    List<Regex> options = new ArrayList<>(List.of(sequence()));
    while (taken('|')) {
      options.add(sequence());
    }
    return options.size() == 1 ? options.getFirst() : new Regex.Choice(options);
  }

  private Regex sequence() {
    List<Regex> parts = new ArrayList<>();
    while (at < text.length && "|)$".indexOf(text[at]) < 0) {
      parts.add(times(one()));
    }
    return parts.size() == 1 ? parts.getFirst() : new Regex.Sequence(parts);
  }

  private Regex one() {
    int c = text[at++];
    return switch (c) {
      case '(' -> group();
      case '[' -> new Characters(set());
      case '.' -> not(List.of(new Range('\n', '\n'), new Range('\r', '\r')));
      case '\\' -> escaped();
      case '^', '*', '+', '?', '{', '}', ']' ->
          throw unknown("the %s at character %d".formatted(Character.toString(c), at));
      default -> single(c);
    };
  }

  private Regex group() {
    if (taken('?') && !taken(':')) {
      throw unknown("a group that begins with (?");
    }
    Regex inner = choice();
    if (!taken(')')) {
      throw unknown("a group without its end");
    }
    return inner;
  }

  private Regex times(Regex each) {
    if (at == text.length) {
      return each;
    }
    Regex repeated =
        switch (text[at]) {
          case '?' -> counted(each, 0, 1);
          case '*' -> counted(each, 0, Regex.ENDLESS);
          case '+' -> counted(each, 1, Regex.ENDLESS);
          case '{' -> braces(each);
          default -> each;
        };
    if (repeated != each && at < text.length && "?*+{".indexOf(text[at]) >= 0) {
      throw unknown("one count after another");
    }
    return repeated;
  }

  private Regex counted(Regex each, int least, int most) {
    at++;
    return new Regex.Repeat(each, least, most);
  }

  private Regex braces(Regex each) {
    at++;
    int least = number();
    int most = least;
    if (taken(',')) {
      most = at < text.length && text[at] == '}' ? Regex.ENDLESS : number();
    }
    if (!taken('}') || most != Regex.ENDLESS && most < least) {
      throw unknown("a count that is none");
    }
    return new Regex.Repeat(each, least, most);
  }

  private int number() {
    int from = at;
    int number = 0;
    while (at < text.length && text[at] >= '0' && text[at] <= '9' && number <= MOST_TIMES) {
      number = 10 * number + text[at++] - '0';
    }
    if (at == from || number > MOST_TIMES) {
      throw unknown("a count that is no number up to %d".formatted(MOST_TIMES));
    }
    return number;
  }

  private List<Range> set() {
    boolean negated = taken('^');
    List<Range> ranges = new ArrayList<>();
    while (!taken(']')) {
      if (at >= text.length) {
        throw unknown("a class without its end");
      }
      List<Range> first = member();
      boolean range = at + 1 < text.length && text[at] == '-' && text[at + 1] != ']';
      if (range && first.size() == 1 && first.getFirst().from() == first.getFirst().to()) {
        at++;
        List<Range> last = member();
        int from = first.getFirst().from();
        if (last.size() != 1 || last.getFirst().to() < from) {
          throw unknown("a range that is none");
        }
        ranges.add(new Range(from, last.getFirst().to()));
      } else {
        ranges.addAll(first);
      }
    }
    return negated ? complement(ranges) : ranges;
  }

  private List<Range> member() {
    int c = text[at++];
    if (c == '\\') {
      return ((Characters) escaped()).ranges();
    }
    return List.of(new Range(c, c));
  }

  private Regex escaped() {
    if (at == text.length) {
      throw unknown("a \\ at the end");
    }
    int c = text[at++];
    return switch (c) {
      case 'd' -> new Characters(DIGITS);
      case 'D' -> not(DIGITS);
      case 'w' -> new Characters(WORD);
      case 'W' -> not(WORD);
      case 's' -> new Characters(SPACE);
      case 'S' -> not(SPACE);
      case 't' -> single('\t');
      case 'n' -> single('\n');
      case 'r' -> single('\r');
      default -> {
        if (Character.isLetterOrDigit(c)) {
          throw unknown("\\" + Character.toString(c));
        }
        yield single(c);
      }
    };
  }

  private static Characters single(int c) {
    return new Characters(List.of(new Range(c, c)));
  }

  private static Characters not(List<Range> ranges) {
    return new Characters(complement(ranges));
  }

  private static List<Range> complement(List<Range> ranges) {
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort((a, b) -> Integer.compare(a.from(), b.from()));
    List<Range> rest = new ArrayList<>();
    int from = 0;
    for (Range range : sorted) {
      if (range.from() > from) {
        rest.add(new Range(from, range.from() - 1));
      }
      from = Math.max(from, range.to() + 1);
    }
    if (from <= 0x10FFFF) {
      rest.add(new Range(from, 0x10FFFF));
    }
    return rest;
  }

  private boolean taken(int c) {
    if (at < text.length && text[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  private static IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException("it has %s".formatted(what));
  }
}
