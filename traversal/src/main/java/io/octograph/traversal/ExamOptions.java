package io.octograph.traversal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The options after an exam question: "(A) 9 (B) 18", "A. a gene\nB. an enzyme". A master tells the
 * question in other words; which options there are to choose from is no matter of words, and
 * without them the answer cannot be one of them. So they go out as they were asked (ADR 0025).
 *
 * @param stem what stands before the options; not blank
 * @param options from the first mark to the end, as written
 * @param texts of the options, without their marks
 */
record ExamOptions(String stem, String options, List<String> texts) {
  private static final Pattern MARK =
      Pattern.compile(
          "(?m)(?<line>^[ \\t]*)?(?<![\\p{L}\\p{N}.])(?:[(（](?<closed>[A-Ja-j])[)）]"
              + "|(?<![(（])(?<open>[A-Ja-j])(?<sign>[).、．:：])(?=\\s|[^A-Za-z\\d]|[A-Z][a-z]))\\s*");

  /** Sentences end with a capital and a dot too ("vitamin A."), so more is asked of those. */
  private static final int FEWEST = 2;

  private static final int FEWEST_AFTER_DOTS = 3;

  /** Characters; what is shorter, such as a number, may stand in a text and be meant otherwise. */
  private static final int TELLING = 4;

  /** What leads over to options that stand elsewhere now. */
  private static final Pattern LEADING_OVER = Pattern.compile("[\\s,:;：，；(（-]+$");

  /** One mark: its letter, how it is written, where it begins and where its option does. */
  private record Mark(char letter, String sign, boolean ofLine, int from, int to) {}

  /** The question in two; empty where it has no options, or nothing stands before them. */
  static Optional<ExamOptions> of(String question) {
    var marks = marks(question);
    for (int i = 0; i < marks.size(); i++) {
      var first = marks.get(i);
      if (Character.toLowerCase(first.letter) != 'a') {
        continue;
      }
      var run = run(marks.subList(i, marks.size()));
      var stem = question.substring(0, first.from).strip();
      boolean dotted = first.sign.equals(".") && !run.stream().allMatch(Mark::ofLine);
      if (run.size() >= (dotted ? FEWEST_AFTER_DOTS : FEWEST) && !stem.isEmpty()) {
        var options = question.substring(first.from).strip();
        return Optional.of(new ExamOptions(stem, options, texts(question, run)));
      }
    }
    return Optional.empty();
  }

  /**
   * The rewrite with the question's options after it; as it is where the question has none, the
   * rewrite is empty, or it tells them all.
   */
  static String kept(String question, String rewrite) {
    var asked = of(question);
    if (asked.isEmpty() || rewrite.isBlank() || asked.get().toldIn(rewrite)) {
      return rewrite;
    }
    var written = of(rewrite).map(ExamOptions::stem).orElse(rewrite);
    return LEADING_OVER.matcher(written).replaceAll("") + "\n" + asked.get().options;
  }

  private boolean toldIn(String rewrite) {
    var plain = plain(rewrite);
    var close = plain.replace(" ", "");
    // Where words have no blanks between them, marks have none either: "A可靠性".
    return texts.stream()
        .allMatch(
            text ->
                Language.chinese(text)
                    ? close.contains(plain(text).strip())
                    : text.length() >= TELLING && plain.contains(plain(text)));
  }

  private static String plain(String text) {
    return " "
        + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}.]+|\\.(?!\\d)", " ").strip()
        + " ";
  }

  private static List<Mark> marks(String text) {
    var marks = new ArrayList<Mark>();
    var found = MARK.matcher(text);
    while (found.find()) {
      boolean closed = found.group("closed") != null;
      var letter = found.group(closed ? "closed" : "open");
      var sign = closed ? "()" : found.group("sign");
      boolean ofLine = found.group("line") != null;
      marks.add(new Mark(letter.charAt(0), sign, ofLine, found.start(), found.end()));
    }
    return marks;
  }

  /** The first mark, and of those behind it the marks of its kind in the order of letters. */
  private static List<Mark> run(List<Mark> marks) {
    var first = marks.getFirst();
    var run = new ArrayList<>(List.of(first));
    for (var mark : marks) {
      if (mark.letter == run.getLast().letter + 1 && mark.sign.equals(first.sign)) {
        run.add(mark);
      }
    }
    return run;
  }

  private static List<String> texts(String question, List<Mark> run) {
    var texts = new ArrayList<String>();
    for (int i = 0; i < run.size(); i++) {
      int end = i + 1 < run.size() ? run.get(i + 1).from : question.length();
      texts.add(question.substring(run.get(i).to, end).strip());
    }
    return List.copyOf(texts);
  }
}
