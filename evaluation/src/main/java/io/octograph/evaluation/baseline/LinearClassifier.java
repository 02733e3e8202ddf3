package io.octograph.evaluation.baseline;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.List;
import java.util.Random;

/** LIBLINEAR (Fan et al. 2008), one against the rest, with nodes as classes. */
final class LinearClassifier {
  private static final double TOLERANCE = 0.01;

  private final List<String> nodes;
  private final Model model;
  private final int features;

  private LinearClassifier(List<String> nodes, Model model, int features) {
    this.nodes = nodes;
    this.model = model;
    this.features = features;
  }

  /**
   * Learns.
   *
   * @param vectors one an example, features numbered from 1 in rising order
   * @param labels the examples' nodes
   * @param features the highest number
   * @param c the weight of a mistake beside that of large coefficients
   */
  static LinearClassifier fit(
      SolverType solver, double c, List<FeatureNode[]> vectors, List<String> labels, int features) {
    List<String> nodes = labels.stream().distinct().sorted().toList();
    Problem problem = new Problem();
    problem.bias = 1;
    problem.n = features + 1;
    problem.l = vectors.size();
    problem.x = vectors.stream().map(vector -> biased(vector, features)).toArray(Feature[][]::new);
    problem.y = labels.stream().mapToDouble(nodes::indexOf).toArray();
    Parameter parameter = new Parameter(solver, c, TOLERANCE);
    parameter.setRandom(new Random(1));
    Linear.disableDebugOutput();
    return new LinearClassifier(nodes, Linear.train(problem, parameter), features);
  }

  String predict(FeatureNode[] vector) {
    return nodes.get((int) Linear.predict(model, biased(vector, features)));
  }

  private static Feature[] biased(FeatureNode[] vector, int features) {
    Feature[] biased = new Feature[vector.length + 1];
    System.arraycopy(vector, 0, biased, 0, vector.length);
    biased[vector.length] = new FeatureNode(features + 1, 1);
    return biased;
  }
}
