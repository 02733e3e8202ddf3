package io.octograph.evaluation.baseline;

import de.bwaldvogel.liblinear.SolverType;
import java.util.List;

/** TF-IDF of words and characters, and a linear support vector machine. */
public final class TfIdfSvm implements Baseline {
  private static final double C = 1;

  @Override
  public String name() {
    return "TF-IDF + linear SVM";
  }

  @Override
  public Classifier fit(List<Example> examples) {
    TfIdf texts = new TfIdf(examples.stream().map(Example::text).toList());
    LinearClassifier classifier =
        LinearClassifier.fit(
            SolverType.L2R_L2LOSS_SVC_DUAL,
            C,
            examples.stream().map(example -> texts.vector(example.text())).toList(),
            examples.stream().map(Example::node).toList(),
            texts.features());
    return asked -> asked.stream().map(text -> classifier.predict(texts.vector(text))).toList();
  }
}
