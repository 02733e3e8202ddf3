package io.octograph.evaluation;

import io.octograph.evaluation.metric.Calibration;
import io.octograph.evaluation.metric.Confusion;
import io.octograph.evaluation.metric.Coverage;
import io.octograph.evaluation.metric.Score;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What lone decisions came to, without rewrites.
 *
 * @param all the rows with one right node: single ones, follow-ups, those that no specialist fits
 * @param top3 of those, how often the right node was among the master's three likeliest
 * @param by the accuracy by what rows are told apart by
 * @param confusion of all rows but those that ask several things
 * @param calibration of the masters' own choices, without failed rows
 * @param coverage what a least probability buys
 * @param nones what became of rows that no specialist fits, and of doubt
 */
public record Decisions(
    Score all,
    Score top3,
    By by,
    Confusion confusion,
    Calibration calibration,
    List<Coverage> coverage,
    Nones nones) {

  /**
   * Accuracies by kind of row (all kinds, by the first node), group of languages, node, language,
   * style and topic.
   */
  public record By(
      Map<String, Score> kind,
      Map<String, Score> group,
      Map<String, Score> node,
      Map<String, Score> language,
      Map<String, Score> style,
      Map<String, Score> topic) {}

  /**
   * @param recognised of the rows that no specialist fits, those that the default node got
   * @param given of the other rows, those that the default node got though it is not theirs
   * @param doubted how often the default node was taken for want of probability
   * @param doubtRight of those, how often the master's own choice would have been right
   */
  public record Nones(Score recognised, Score given, int doubted, Score doubtRight) {}

  static Decisions of(List<Verdict> verdicts) {
    var one = verdicts.stream().filter(Decisions::hasOneNode).toList();
    var guesses = one.stream().flatMap(each -> each.guess().stream()).toList();
    return new Decisions(
        Score.of(one, Verdict::right),
        Score.of(one, each -> each.among(3)),
        new By(
            scores(verdicts, each -> Optional.of(name(each.row().kind()))),
            scores(one, each -> Optional.of(Languages.group(each.row()))),
            scores(one, each -> Optional.of(each.row().node())),
            scores(one, each -> each.row().labels().language()),
            scores(one, each -> each.row().labels().style()),
            scores(one, each -> each.row().labels().topic())),
        Confusion.of(
            one.stream()
                .map(each -> new Confusion.Pair(each.row().node(), each.column()))
                .toList()),
        Calibration.of(guesses),
        Coverage.curve(guesses),
        nones(one));
  }

  /** Such as {@code follow-up}. */
  static String name(Row.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean hasOneNode(Verdict verdict) {
    return switch (verdict.row().kind()) {
      case SINGLE, FOLLOW_UP, NONE -> true;
      case COMPOUND, CONTINUATION -> false;
    };
  }

  private static Nones nones(List<Verdict> verdicts) {
    var nones = verdicts.stream().filter(each -> each.row().kind() == Row.Kind.NONE).toList();
    var others = verdicts.stream().filter(each -> each.row().kind() != Row.Kind.NONE).toList();
    var doubted =
        verdicts.stream()
            .filter(
                each ->
                    each.reply()
                        .filter(said -> said.defaulted() && !said.chosen().node().equals(Row.NONE))
                        .isPresent())
            .toList();
    return new Nones(
        Score.of(nones, Verdict::right),
        Score.of(others, each -> each.column().equals(Row.NONE)),
        doubted.size(),
        Score.of(doubted, each -> each.guess().orElseThrow().right()));
  }

  static Map<String, Score> scores(
      List<Verdict> verdicts, Function<Verdict, Optional<String>> key) {
    return verdicts.stream()
        .filter(each -> key.apply(each).isPresent())
        .collect(
            Collectors.groupingBy(
                each -> key.apply(each).orElseThrow(),
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.toList(), group -> Score.of(group, Verdict::right))));
  }
}
