package io.octograph.evaluation.robust;

import io.octograph.evaluation.Asking;
import io.octograph.evaluation.Languages;
import io.octograph.evaluation.RoutingRun;
import io.octograph.evaluation.Row;
import io.octograph.evaluation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** Puts rows otherwise, in every {@link Perturbation}, and compares the nodes. */
public final class RobustnessRun {
  private final RoutingRun router;
  private final long seed;

  public RobustnessRun(RoutingRun router, long seed) {
    this.router = router;
    this.seed = seed;
  }

  /**
   * Asks again in other words.
   *
   * @param before lone decisions on rows as they are; of rows that ask several things, or have
   *     answers, none is asked again
   * @param done is told how many of how many are done; from several threads
   */
  public Robustness run(List<Verdict> before, BiConsumer<Integer, Integer> done)
      throws InterruptedException {
    List<Robustness.Change> planned = new ArrayList<>();
    List<Asking> asked = new ArrayList<>();
    for (Perturbation way : Perturbation.values()) {
      for (Verdict verdict : before) {
        Row row = verdict.row();
        String other = way.apply(row.query(), language(row), seed);
        if (fits(verdict) && !other.equals(row.query())) {
          planned.add(new Robustness.Change(way.words(), way.family(), verdict, verdict));
          asked.add(new Asking(row.asking(other), false));
        }
      }
    }
    List<Verdict> after = router.run(asked, count -> done.accept(count, asked.size()));
    List<Robustness.Change> changes = new ArrayList<>();
    for (int i = 0; i < planned.size(); i++) {
      changes.add(planned.get(i).after(after.get(i)));
    }
    return Robustness.of(changes);
  }

  /**
   * The two questions of each pair of the built-in file, which ask the same in other words.
   *
   * @param nodes those of the graph; a pair whose node is not among them is left out
   */
  public Robustness paraphrases(Set<String> nodes, BiConsumer<Integer, Integer> done)
      throws InterruptedException {
    List<Paraphrases.Pair> pairs =
        Paraphrases.read().stream().filter(pair -> nodes.contains(pair.row().node())).toList();
    List<Asking> asked = new ArrayList<>();
    for (Paraphrases.Pair pair : pairs) {
      asked.add(new Asking(pair.row(), false));
      asked.add(new Asking(pair.row().asking(pair.otherwise()), false));
    }
    List<Verdict> verdicts = router.run(asked, count -> done.accept(count, asked.size()));
    List<Robustness.Change> changes = new ArrayList<>();
    for (int i = 0; i < verdicts.size(); i += 2) {
      changes.add(
          new Robustness.Change(
              "in other words", Perturbation.Family.FORM, verdicts.get(i), verdicts.get(i + 1)));
    }
    return Robustness.of(changes);
  }

  private static boolean fits(Verdict verdict) {
    return switch (verdict.row().kind()) {
      case SINGLE, FOLLOW_UP -> verdict.reply().isPresent();
      case NONE, COMPOUND, CONTINUATION -> false;
    };
  }

  private static String language(Row row) {
    return row.labels()
        .language()
        .map(language -> language.toLowerCase(Locale.ROOT))
        .orElseGet(() -> Languages.group(row));
  }
}
