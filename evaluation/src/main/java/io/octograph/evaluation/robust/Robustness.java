package io.octograph.evaluation.robust;

import io.octograph.evaluation.Languages;
import io.octograph.evaluation.Verdict;
import io.octograph.evaluation.metric.Score;
import io.octograph.evaluation.robust.Perturbation.Family;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How often the node stayed.
 *
 * @param lines by way and language, a way's first line being that of all languages
 */
public record Robustness(List<Line> lines) {
  /** All languages together. */
  public static final String ALL = "all";

  private static final Set<Family> AIM = Set.of(Family.TYPOS, Family.CASE, Family.POLITENESS);

  /** The ways for which there is an aim, taken together. */
  public static final String AIMED = "typos, case, politeness";

  /**
   * @param stays how often the node is that of the question as it was
   * @param before the accuracy on the same questions as they were
   * @param accuracy the accuracy on the changed ones
   */
  public record Line(String way, String language, Score stays, Score before, Score accuracy) {}

  /** One question before and after. */
  record Change(String way, Family family, Verdict before, Verdict after) {
    Change after(Verdict verdict) {
      return new Change(way, family, before, verdict);
    }

    boolean stays() {
      return before.said().equals(after.said());
    }
  }

  public Robustness {
    lines = List.copyOf(lines);
  }

  static Robustness of(List<Change> changes) {
    List<Line> lines = new ArrayList<>();
    Set<String> ways = new LinkedHashSet<>(changes.stream().map(Change::way).toList());
    for (String way : ways) {
      lines.addAll(lines(way, changes, change -> change.way().equals(way)));
    }
    if (ways.size() > 1) {
      lines.addAll(lines(AIMED, changes, change -> AIM.contains(change.family())));
    }
    return new Robustness(lines);
  }

  private static List<Line> lines(String way, List<Change> changes, Predicate<Change> which) {
    return Stream.of(ALL, "en", "zh", Languages.OTHER)
        .map(
            language ->
                line(
                    way,
                    language,
                    changes.stream().filter(which.and(change -> in(change, language))).toList()))
        .filter(line -> line.stays().of() > 0)
        .toList();
  }

  private static boolean in(Change change, String language) {
    return language.equals(ALL) || Languages.group(change.before().row()).equals(language);
  }

  private static Line line(String way, String language, List<Change> changes) {
    return new Line(
        way,
        language,
        Score.of(changes, Change::stays),
        Score.of(changes, change -> change.before().right()),
        Score.of(changes, change -> change.after().right()));
  }

  /** Both together. */
  public Robustness and(Robustness other) {
    return new Robustness(Stream.concat(lines.stream(), other.lines.stream()).toList());
  }

  /** The line of a way in a language; of nothing where there is none. */
  public Line line(String way, String language) {
    return lines.stream()
        .filter(line -> line.way().equals(way) && line.language().equals(language))
        .findFirst()
        .orElse(new Line(way, language, new Score(0, 0), new Score(0, 0), new Score(0, 0)));
  }

  /** The ways, in order. */
  public List<String> ways() {
    return lines.stream().map(Line::way).distinct().toList();
  }
}
