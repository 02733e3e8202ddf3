package io.octograph.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * What the router said to all rows.
 *
 * @param decisions lone decisions, of every row
 * @param whole the rows that were asked with rewrites as well
 */
public record Answers(List<Verdict> decisions, List<Verdict> whole) {
  public Answers {
    decisions = List.copyOf(decisions);
    whole = List.copyOf(whole);
  }

  /**
   * Asks every row for its decision; then with rewrites the rows that ask several things, and where
   * {@code rewrites} all others with one node.
   *
   * @param done is told how many of how many are done; from several threads
   */
  public static Answers of(
      RoutingRun router, List<Row> rows, boolean rewrites, BiConsumer<Integer, Integer> done)
      throws InterruptedException {
    List<Asking> asked = new ArrayList<>();
    rows.forEach(row -> asked.add(new Asking(row, false)));
    rows.stream()
        .filter(row -> whole(row, rewrites))
        .forEach(row -> asked.add(new Asking(row, true)));
    List<Verdict> said = router.run(asked, count -> done.accept(count, asked.size()));
    return new Answers(said.subList(0, rows.size()), said.subList(rows.size(), said.size()));
  }

  private static boolean whole(Row row, boolean rewrites) {
    return switch (row.kind()) {
      case COMPOUND -> true;
      case SINGLE, FOLLOW_UP -> rewrites;
      case NONE, CONTINUATION -> false;
    };
  }

  List<Verdict> continuations() {
    Predicate<Verdict> goesOn = each -> each.row().kind() == Row.Kind.CONTINUATION;
    return decisions.stream().filter(goesOn).toList();
  }
}
