package io.octograph.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects the problems of one source. */
final class Report {
  private static final int MOST_GUESSES = 500;

  private final String source;
  private final List<Problem> problems = new ArrayList<>();
  private boolean shapeKnown = true;
  private int guesses;

  Report(String source) {
    this.source = source;
  }

  void add(int line, Optional<String> node, String what, String mend) {
    problems.add(new Problem(source, line, node, what, mend));
  }

  /** {@link Nearest}, but only so often: a file of nothing but slips must not take minutes. */
  Optional<String> guess(String written, Collection<String> known) {
    return guesses++ < MOST_GUESSES ? Nearest.to(written, known) : Optional.empty();
  }

  /** Part of the edges could not be read: what follows from them would be noise. */
  void shapeUnknown() {
    shapeKnown = false;
  }

  boolean shapeKnown() {
    return shapeKnown;
  }

  /** In the order of their lines, each once: an alias shows its problem at every place. */
  List<Problem> problems() {
    return problems.stream().distinct().sorted(Comparator.comparingInt(Problem::line)).toList();
  }

  /**
   * @throws InvalidGraphException if there is a problem
   */
  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new InvalidGraphException(problems());
    }
  }
}
