package io.octograph.graph;

import java.util.Objects;
import java.util.Optional;

/**
 * Something in a graph that cannot stay as it is.
 *
 * @param source name of the file or graph
 * @param line from 1, or 0 where no single line is to blame
 * @param node the node it is about, if it is about one
 * @param what a full sentence that names the value
 * @param mend a full sentence that says what to do
 */
public record Problem(String source, int line, Optional<String> node, String what, String mend) {
  public Problem {
    Objects.requireNonNull(source, "A problem needs the name of its source.");
    Objects.requireNonNull(node, "A problem's node may be empty, but not null.");
    Objects.requireNonNull(what, "A problem needs a sentence that says what it is.");
    Objects.requireNonNull(mend, "A problem needs a sentence that says how to mend it.");
  }

  /** For example: {@code mmlu.yaml:12 [math_gpt] … Mend: …}. */
  @Override
  public String toString() {
    String place = line > 0 ? source + ":" + line : source;
    return place + node.map(name -> " [" + name + "] ").orElse(" ") + what + " Mend: " + mend;
  }
}
