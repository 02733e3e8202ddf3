package io.octograph.graph;

import java.util.List;
import java.util.stream.Collectors;

/** A graph that cannot be used, with everything that is wrong with it. */
public final class InvalidGraphException extends RuntimeException {
  private final transient List<Problem> problems;

  /**
   * @param problems at least one, in the order of their lines
   */
  public InvalidGraphException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException(
          "A graph without problems is valid. Give at least one problem.");
    }
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
