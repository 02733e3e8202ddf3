package io.octograph.evaluation.baseline;

import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.SolverType;
import java.util.List;

/** MiniLM's embedding of a text, and logistic regression. */
public final class MiniLmRegression implements Baseline {
  /** Not tuned; 1 would bind too much, as embeddings are of length 1. */
  private static final double C = 10;

  private final MiniLm model;

  public MiniLmRegression(MiniLm model) {
    this.model = model;
  }

  @Override
  public String name() {
    return "MiniLM + logistic regression";
  }

  @Override
  public Classifier fit(List<Example> examples) {
    LinearClassifier classifier =
        LinearClassifier.fit(
            SolverType.L2R_LR,
            C,
            vectors(examples.stream().map(Example::text).toList()),
            examples.stream().map(Example::node).toList(),
            MiniLm.WIDTH);
    return texts -> vectors(texts).stream().map(classifier::predict).toList();
  }

  private List<FeatureNode[]> vectors(List<String> texts) {
    return model.embed(texts).stream().map(MiniLmRegression::vector).toList();
  }

  private static FeatureNode[] vector(float[] embedding) {
    FeatureNode[] vector = new FeatureNode[embedding.length];
    for (int i = 0; i < embedding.length; i++) {
      vector[i] = new FeatureNode(i + 1, embedding[i]);
    }
    return vector;
  }
}
