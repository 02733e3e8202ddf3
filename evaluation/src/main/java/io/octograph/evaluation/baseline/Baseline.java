package io.octograph.evaluation.baseline;

import java.util.List;

/** A way to route without a language model: it learns from labelled texts. */
public interface Baseline {
  /** How tables name it. */
  String name();

  /** A text and the node that is right for it. */
  record Example(String text, String node) {}

  /** Learns; the same examples in the same order give the same classifier. */
  Classifier fit(List<Example> examples);

  /** What was learnt. */
  interface Classifier {
    /** The likeliest node of each text, in their order. */
    List<String> predict(List<String> texts);
  }
}
