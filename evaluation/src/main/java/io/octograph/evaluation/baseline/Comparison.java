package io.octograph.evaluation.baseline;

import io.octograph.evaluation.HeldOut;
import io.octograph.evaluation.Languages;
import io.octograph.evaluation.Row;
import io.octograph.evaluation.baseline.Baseline.Example;
import io.octograph.evaluation.metric.Score;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a baseline came to.
 *
 * @param name of the baseline
 * @param all on rows with one right node
 * @param language of those, by group of languages
 * @param examples how many rows it was fitted on
 * @param fitSeconds how long that took, embedding included
 * @param rowMillis how long it took to say the node of one row, on average
 */
public record Comparison(
    String name,
    Score all,
    Map<String, Score> language,
    int examples,
    double fitSeconds,
    double rowMillis) {

  /**
   * The rows a baseline may see: of the training data those with one node, but neither the held-out
   * tenth nor any question that is asked.
   */
  public static List<Example> examples(List<Row> training, List<Row> asked) {
    Set<String> questions = asked.stream().map(Row::query).collect(Collectors.toSet());
    return training.stream()
        .filter(Comparison::comparable)
        .filter(row -> !HeldOut.test(row.query()) && !questions.contains(row.query()))
        .map(row -> new Example(text(row), row.node()))
        .toList();
  }

  /** Fits and asks. */
  public static Comparison of(
      Baseline baseline, List<Example> examples, List<Row> asked, InstantSource clock) {
    List<Row> rows = asked.stream().filter(Comparison::comparable).toList();
    var begun = clock.instant();
    Baseline.Classifier classifier = baseline.fit(examples);
    var fitted = clock.instant();
    List<String> said = classifier.predict(rows.stream().map(Comparison::text).toList());
    double millis = Duration.between(fitted, clock.instant()).toMillis();
    List<Integer> all = IntStream.range(0, rows.size()).boxed().toList();
    Map<String, List<Integer>> groups =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    i -> Languages.group(rows.get(i)), TreeMap::new, Collectors.toList()));
    Map<String, Score> languages = new TreeMap<>();
    groups.forEach((language, which) -> languages.put(language, score(which, rows, said)));
    return new Comparison(
        baseline.name(),
        score(all, rows, said),
        languages,
        examples.size(),
        Duration.between(begun, fitted).toMillis() / 1000.0,
        rows.isEmpty() ? 0 : millis / rows.size());
  }

  private static Score score(List<Integer> which, List<Row> rows, List<String> said) {
    return Score.of(which, i -> rows.get(i).node().equals(said.get(i)));
  }

  private static boolean comparable(Row row) {
    return switch (row.kind()) {
      case SINGLE, FOLLOW_UP, NONE -> true;
      case COMPOUND, CONTINUATION -> false;
    };
  }

  /** The conversation with its last turn: what a classifier of texts can be told of a follow-up. */
  static String text(Row row) {
    List<String> turns = new ArrayList<>();
    row.history().forEach(turn -> turns.add(turn.path("content").asText()));
    turns.add(row.query());
    return String.join("\n", turns);
  }
}
