package io.octograph.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.evaluation.metric.Kept;
import io.octograph.evaluation.metric.Score;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What rewrites came to. A row counts once, with the rewrites of all its calls together.
 *
 * @param unwritten rows for which the master wrote none, mostly as too long
 * @param through of the rewrites that were written, those that the router's guard let pass
 * @param refused why it did not, with counts
 * @param all figures of the rewrites that were written, whether they went out or not
 * @param out the same of those that went out
 */
public record Rewrites(
    int unwritten, Score through, Map<String, Long> refused, Figures all, Figures out) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Figures by {@link Kept}.
   *
   * @param questionLength mean length of the questions in characters
   * @param length mean length of the rewrites in characters
   */
  public record Figures(
      Score kept,
      Score numbers,
      Score quotations,
      Score names,
      Score sameLanguage,
      Score differs,
      double questionLength,
      double length) {

    private static Figures of(List<Pair> pairs) {
      return new Figures(
          Score.of(pairs, pair -> pair.kept().all()),
          Score.of(pairs, pair -> pair.kept().numbers()),
          Score.of(pairs, pair -> pair.kept().quotations()),
          Score.of(pairs, pair -> pair.kept().names()),
          Score.of(pairs, pair -> pair.kept().sameLanguage()),
          Score.of(pairs, pair -> pair.kept().differs()),
          pairs.stream().mapToInt(pair -> length(pair.question())).average().orElse(0),
          pairs.stream().mapToInt(pair -> length(pair.rewrite())).average().orElse(0));
    }

    private static int length(String text) {
      return text.codePointCount(0, text.length());
    }
  }

  /** A question and its rewrites, for reading. */
  public record Pair(Row row, List<Reply.Call> calls, Kept kept) {
    String question() {
      return row.query();
    }

    String rewrite() {
      return join(calls);
    }

    boolean out() {
      return calls.stream().allMatch(Reply.Call::rewritten);
    }
  }

  static Rewrites of(List<Pair> pairs) {
    Predicate<Pair> written = pair -> !pair.rewrite().isBlank();
    var with = pairs.stream().filter(written).toList();
    return new Rewrites(
        pairs.size() - with.size(),
        Score.of(with, Pair::out),
        with.stream()
            .filter(pair -> !pair.out())
            .map(Rewrites::why)
            .collect(Collectors.groupingBy(why -> why, TreeMap::new, Collectors.counting())),
        Figures.of(with),
        Figures.of(with.stream().filter(Pair::out).toList()));
  }

  /** The rewrites of these rows, those that have an answer. */
  public static List<Pair> pairs(List<Verdict> verdicts) {
    return verdicts.stream()
        .filter(each -> each.reply().filter(said -> !said.calls().isEmpty()).isPresent())
        .map(each -> pair(each.row(), each.reply().orElseThrow().calls()))
        .toList();
  }

  /** A line of JSON a row: query, nodes, rewrites, whether they went out, and why not. */
  public static String lines(List<Pair> pairs) {
    return pairs.stream().map(Rewrites::line).collect(Collectors.joining());
  }

  private static String line(Pair pair) {
    ObjectNode line = JSON.createObjectNode().put("query", pair.question());
    pair.row().labels().language().ifPresent(language -> line.put("lang", language));
    pair.row().nodes().forEach(line.putArray("right")::add);
    for (Reply.Call call : pair.calls()) {
      line.withArray("calls")
          .addObject()
          .put("node", call.node())
          .put("rewrite", call.rewrite())
          .put("rewritten", call.rewritten())
          .put("reason", call.reason());
    }
    return line + "\n";
  }

  private static Pair pair(Row row, List<Reply.Call> calls) {
    return new Pair(row, calls, Kept.of(row.query(), join(calls)));
  }

  private static String join(List<Reply.Call> calls) {
    return calls.stream().map(Reply.Call::rewrite).collect(Collectors.joining("\n")).strip();
  }

  /** A refusal without the words it quotes. */
  private static String why(Pair pair) {
    return pair.calls().stream()
        .filter(call -> !call.rewritten())
        .map(call -> call.reason().replaceAll("\".*\"", "…").replaceAll("\\d+", "N"))
        .findFirst()
        .orElseThrow();
  }
}
