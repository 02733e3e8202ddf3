package io.octograph.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.octograph.evaluation.baseline.Comparison;
import io.octograph.evaluation.robust.Robustness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an evaluation found.
 *
 * @param subject what was measured
 * @param decisions of lone decisions
 * @param calls of whole answers
 * @param traffic times and errors
 * @param more what was asked for beside
 */
public record Report(
    Subject subject, Decisions decisions, Calls calls, Traffic traffic, More more) {
  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  /**
   * @param rows how many were asked
   * @param files where they are from, as the caller named them
   * @param heldOut only those that no training run sees
   */
  public record Subject(int rows, List<String> files, boolean heldOut) {}

  /**
   * @param rewrites by group of languages, {@code all} first; empty where none were asked for
   * @param robustness of no lines where it was not measured
   * @param baselines empty where none were fitted
   */
  public record More(
      Map<String, Rewrites> rewrites, Robustness robustness, List<Comparison> baselines) {
    public static final More NOTHING = new More(Map.of(), new Robustness(List.of()), List.of());

    /** With figures of these rewrites. */
    public More with(List<Rewrites.Pair> pairs) {
      Map<String, Rewrites> groups = new LinkedHashMap<>();
      groups.put("all", Rewrites.of(pairs));
      for (String group : List.of("en", "zh", Languages.OTHER)) {
        var of = pairs.stream().filter(pair -> Languages.group(pair.row()).equals(group)).toList();
        if (!of.isEmpty()) {
          groups.put(group, Rewrites.of(of));
        }
      }
      return new More(groups, robustness, baselines);
    }

    public More with(Robustness measured) {
      return new More(rewrites, measured, baselines);
    }

    public More and(Comparison baseline) {
      return new More(
          rewrites, robustness, Stream.concat(baselines.stream(), Stream.of(baseline)).toList());
    }
  }

  /** The report of these answers, with nothing more. */
  public static Report of(Subject subject, Answers answers, int clients) {
    List<Verdict> all = new ArrayList<>(answers.decisions());
    all.addAll(answers.whole());
    return new Report(
        subject,
        Decisions.of(answers.decisions()),
        Calls.of(answers.whole(), answers.continuations()),
        new Traffic(
            clients,
            Traffic.Times.of(answers.decisions()),
            Traffic.Times.of(answers.whole()),
            Traffic.errors(all)),
        More.NOTHING);
  }

  public Report with(More found) {
    return new Report(subject, decisions, calls, traffic, found);
  }

  /** Not one row was answered. */
  public boolean failed() {
    return traffic.decision().n() == 0;
  }

  /** The report for a script. */
  public JsonNode json() {
    return JSON.valueToTree(this);
  }

  /** The report for a reader at a terminal of 120 columns. */
  public String text() {
    return new ReportText(this).toString();
  }
}
