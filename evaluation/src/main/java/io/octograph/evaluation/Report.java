package io.octograph.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an evaluation found.
 *
 * @param byNode by the node that is right; rows of several calls stand together as {@code several}
 * @param byLanguage of the rows that name their language
 * @param medianMillis of the answered requests, with 2 clients or more a little over a lone
 *     request's; 0 where none was answered
 * @param errors each message with its count
 */
public record Report(
    Score all,
    Map<String, Score> byNode,
    Map<String, Score> byLanguage,
    long medianMillis,
    long p95Millis,
    Map<String, Long> errors) {

  static Report of(List<Verdict> verdicts) {
    List<Long> times =
        verdicts.stream()
            .filter(verdict -> verdict.error().isEmpty())
            .map(verdict -> verdict.time().toMillis())
            .sorted()
            .toList();
    return new Report(
        Score.of(verdicts),
        scores(verdicts, Report::label),
        scores(
            verdicts.stream().filter(each -> each.row().language().isPresent()).toList(),
            each -> each.row().language().orElseThrow()),
        quantile(times, 0.5),
        quantile(times, 0.95),
        verdicts.stream()
            .flatMap(each -> each.error().stream())
            .collect(Collectors.groupingBy(e -> e, TreeMap::new, Collectors.counting())));
  }

  private static String label(Verdict verdict) {
    List<String> nodes = verdict.row().nodes();
    return nodes.size() == 1 ? nodes.getFirst() : "several";
  }

  private static Map<String, Score> scores(List<Verdict> verdicts, Function<Verdict, String> key) {
    return verdicts.stream()
        .collect(
            Collectors.groupingBy(
                key, TreeMap::new, Collectors.collectingAndThen(Collectors.toList(), Score::of)));
  }

  /** The nearest-rank quantile of sorted values. */
  static long quantile(List<Long> sorted, double q) {
    return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(q * sorted.size()) - 1);
  }

  /** The report for a reader at a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "routing accuracy %s  ± %.1f%n",
            all.toString().strip(),
            100 * all.margin()));
    table(text, "by node", byNode);
    table(text, "by language", byLanguage);
    text.append(
        String.format(
            Locale.ROOT,
            "%ntime of a decision: median %d ms, p95 %d ms%n",
            medianMillis,
            p95Millis));
    errors.forEach((message, count) -> text.append("failed " + count + " ×: " + message + "\n"));
    return text.toString();
  }

  private static void table(StringBuilder text, String title, Map<String, Score> scores) {
    if (scores.isEmpty()) {
      return;
    }
    text.append("\n" + title + "\n");
    scores.forEach(
        (name, score) -> text.append(String.format(Locale.ROOT, "  %-28s %s%n", name, score)));
  }

  /** The report for a script. */
  public ObjectNode json() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    put(json, all).put("margin_95", all.margin());
    ObjectNode nodes = json.putObject("by_node");
    byNode.forEach((name, score) -> put(nodes.putObject(name), score));
    ObjectNode languages = json.putObject("by_lang");
    byLanguage.forEach((name, score) -> put(languages.putObject(name), score));
    json.put("median_ms", medianMillis).put("p95_ms", p95Millis);
    ObjectNode failed = json.putObject("errors");
    errors.forEach(failed::put);
    return json;
  }

  private static ObjectNode put(ObjectNode json, Score score) {
    return json.put("accuracy", score.accuracy()).put("right", score.right()).put("n", score.of());
  }
}
