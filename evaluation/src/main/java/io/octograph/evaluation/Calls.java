package io.octograph.evaluation;

import io.octograph.evaluation.metric.Score;
import java.util.List;
import java.util.function.Predicate;

/**
 * What whole answers came to: rows asked with their rewrites, which is how several calls come
 * about.
 *
 * @param compoundExact of the rows that ask several things, those with just the right nodes in
 *     order
 * @param compoundNodes of those, the ones with the right nodes in any order
 * @param compoundCount of those, the ones with the right number of calls
 * @param singleLeftSingle of the rows that ask one thing, those that got one call
 * @param firstNode of all rows with one right node, those whose first node is right; it may differ
 *     from a lone decision's, which may be made at a lower layer
 * @param continuations of the rows with answers so far, those whose next node, or <em>finish</em>,
 *     is right
 * @param finished of the continuation rows whose answers are enough, those that ended
 * @param wentOn of the continuation rows that lack something, those that went on, to whatever node
 */
public record Calls(
    Score compoundExact,
    Score compoundNodes,
    Score compoundCount,
    Score singleLeftSingle,
    Score firstNode,
    Score continuations,
    Score finished,
    Score wentOn) {

  /**
   * @param whole rows asked whole
   * @param next continuation rows
   */
  static Calls of(List<Verdict> whole, List<Verdict> next) {
    var compound = whole.stream().filter(each -> kind(each) == Row.Kind.COMPOUND).toList();
    var single =
        whole.stream()
            .filter(each -> kind(each) == Row.Kind.SINGLE || kind(each) == Row.Kind.FOLLOW_UP)
            .toList();
    Predicate<Verdict> ends = each -> each.row().node().equals(Row.FINISH);
    Predicate<Verdict> ended = each -> each.said().equals(Row.FINISH);
    return new Calls(
        Score.of(compound, Verdict::exact),
        Score.of(compound, each -> sorted(nodes(each)).equals(sorted(each.row().nodes()))),
        Score.of(compound, each -> nodes(each).size() == each.row().nodes().size()),
        Score.of(single, each -> nodes(each).size() == 1),
        Score.of(single, Verdict::right),
        Score.of(next, Verdict::right),
        Score.of(next.stream().filter(ends).toList(), ended),
        Score.of(
            next.stream().filter(ends.negate()).toList(),
            each -> each.reply().isPresent() && !ended.test(each)));
  }

  private static Row.Kind kind(Verdict verdict) {
    return verdict.row().kind();
  }

  private static List<String> nodes(Verdict verdict) {
    return verdict.reply().map(Reply::nodes).orElse(List.of());
  }

  private static List<String> sorted(List<String> nodes) {
    return nodes.stream().sorted().toList();
  }
}
