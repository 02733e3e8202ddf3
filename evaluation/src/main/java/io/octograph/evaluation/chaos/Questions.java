package io.octograph.evaluation.chaos;

import io.octograph.evaluation.HeldOut;
import io.octograph.evaluation.Row;
import io.octograph.evaluation.chaos.Question.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** Chooses the questions of a run from rows: the same rows and seed give the same questions. */
public final class Questions {
  private static final List<String> LANGUAGES = List.of("en", "zh");

  private final List<Row> rows;
  private final Labels labels;
  private final Random random;
  private final Set<String> taken = new HashSet<>();

  /**
   * Which labels of rows make which walks in the graph of the run.
   *
   * @param nested the node that is a master there
   * @param twoStep the node that has a neighbour there
   * @param parallel texts that the master is known to make several calls of: of those that ask
   *     several things these go first
   */
  public record Labels(String nested, String twoStep, Predicate<String> parallel) {
    Kind kind(Row row) {
      if (row.nodes().size() > 1) {
        return Kind.PARALLEL;
      }
      var node = row.nodes().getFirst();
      return node.equals(nested) ? Kind.NESTED : node.equals(twoStep) ? Kind.TWO_STEP : Kind.SINGLE;
    }
  }

  private Questions(List<Row> rows, Labels labels, long seed) {
    this.rows = rows;
    this.labels = labels;
    this.random = new Random(seed);
  }

  /**
   * A fifth asks several things, three twentieths each go through the nested master and take two
   * steps; half of all are English and half Chinese, as far as there are rows. Of each kind
   * held-out rows go first, and no text comes twice. Rows that are for nobody, or that have
   * answers, are left out.
   *
   * @throws IllegalArgumentException where the rows are too few
   */
  public static List<Question> pick(List<Row> rows, Labels labels, int count, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "The number of questions is " + count + "; give 1 or more.");
    }
    var fresh =
        rows.stream()
            .filter(row -> row.kind() != Row.Kind.NONE && row.kind() != Row.Kind.CONTINUATION)
            .toList();
    var all = new Questions(fresh, labels, seed).pick(count);
    if (all.size() < count) {
      throw new IllegalArgumentException(
          "There are rows for %d questions only, and %d were asked for; ask for fewer."
              .formatted(all.size(), count));
    }
    return all;
  }

  private List<Question> pick(int count) {
    var picked = new ArrayList<Chosen>();
    take(picked, Kind.PARALLEL, (count + 3) / 5);
    take(picked, Kind.NESTED, (count * 3 + 10) / 20);
    take(picked, Kind.TWO_STEP, (count * 3 + 10) / 20);
    take(picked, Kind.SINGLE, count - picked.size());
    Collections.shuffle(picked, random);
    var questions = new ArrayList<Question>();
    for (var chosen : picked.subList(0, Math.min(count, picked.size()))) {
      var row = chosen.row();
      questions.add(
          new Question(
              "q-%04d".formatted(questions.size()),
              row.query(),
              chosen.kind(),
              row.labels().language().orElseThrow()));
    }
    return List.copyOf(questions);
  }

  private record Chosen(Row row, Kind kind) {}

  private void take(List<Chosen> picked, Kind kind, int count) {
    var pools = LANGUAGES.stream().map(language -> pool(kind, language)).toList();
    int left = count;
    // turn by turn, so that a language that runs dry is made up for by the other
    while (left > 0 && pools.stream().anyMatch(pool -> !pool.isEmpty())) {
      for (var pool : pools) {
        if (left > 0 && !pool.isEmpty()) {
          picked.add(new Chosen(pool.removeFirst(), kind));
          left--;
        }
      }
    }
  }

  private List<Row> pool(Kind kind, String language) {
    var pool = new ArrayList<Row>();
    for (var row : rows) {
      if (row.history().isEmpty()
          && row.labels().language().filter(language::equals).isPresent()
          && labels.kind(row) == kind
          && taken.add(row.query())) {
        pool.add(row);
      }
    }
    Collections.shuffle(pool, random);
    pool.sort(
        Comparator.<Row, Boolean>comparing(
                row -> kind == Kind.PARALLEL && !labels.parallel().test(row.query()))
            .thenComparing(row -> !HeldOut.test(row.query())));
    return pool;
  }
}
