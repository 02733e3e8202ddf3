package io.octograph.evaluation.chaos;

import java.util.List;

/** How one question ended in the chaos run, beside the calm run. */
public enum Finding {
  /** One answer, as in the calm run. */
  SAME("answered as in the calm run"),
  /** One answer, without a part that failed for good. */
  PARTIAL("answered without a part that failed"),
  /** One failure with a reason. */
  FAILED("failed with a reason"),
  /** No end at all. */
  LOST("lost"),
  /** Two ends that are not the same. */
  DOUBLED("doubled"),
  /** One answer by other nodes. */
  WRONG_NODE("wrong node"),
  /** One answer by the same nodes with another text. */
  OTHER_TEXT("other text");

  private final String label;

  Finding(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** No run may show one of these. */
  public boolean breaksRule() {
    return switch (this) {
      case SAME, PARTIAL, FAILED -> false;
      case LOST, DOUBLED, WRONG_NODE, OTHER_TEXT -> true;
    };
  }

  /** The finding of one question, from all that came of it in both runs. */
  static Finding of(List<Ended> calm, List<Ended> chaos) {
    if (calm.isEmpty() || chaos.isEmpty()) {
      return LOST;
    }
    var first = chaos.getFirst();
    if (!chaos.stream().allMatch(first::same)) {
      return DOUBLED;
    }
    if (first.failed()) {
      return FAILED;
    }
    var expected = calm.getFirst();
    if (!first.nodes().equals(expected.nodes())) {
      return first.failures().isEmpty() ? WRONG_NODE : PARTIAL;
    }
    if (!first.content().equals(expected.content())) {
      return first.failures().isEmpty() ? OTHER_TEXT : PARTIAL;
    }
    return SAME;
  }
}
