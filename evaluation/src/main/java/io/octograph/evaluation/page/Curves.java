package io.octograph.evaluation.page;

import io.octograph.evaluation.metric.Calibration;
import io.octograph.evaluation.metric.Coverage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The two curves over probability, each in a square of percents. */
final class Curves {
  private static final int WIDTH = 440;
  private static final int HEIGHT = 360;
  private static final int LEFT = 52;
  private static final int TOP = 12;
  private static final int SIDE = 300;

  private Curves() {}

  /** Said against right, in bins; on the diagonal probabilities mean what they say. */
  static String calibration(Calibration calibration) {
    Svg svg = frame("Calibration", "probability, %", "right, %");
    svg.line(x(0), y(0), x(1), y(1), "diagonal");
    svg.path(
        calibration.bins().stream()
            .map(bin -> point(bin.probability(), bin.right()))
            .collect(Collectors.joining(" ")),
        "curve");
    for (var bin : calibration.bins()) {
      String says =
          Html.format(
              "%d rows: said %.1f %%, right %.1f %%",
              bin.n(), 100 * bin.probability(), 100 * bin.right());
      svg.circle(x(bin.probability()), y(bin.right()), 4, "dot", says);
    }
    return svg.toString();
  }

  /** The share of rows that have a least probability, against how many of those are right. */
  static String coverage(List<Coverage> curve) {
    Svg svg = frame("Risk and coverage", "rows covered, %", "right, %");
    List<Coverage> some = curve.stream().filter(point -> point.covered().right() > 0).toList();
    svg.path(
        some.stream()
            .map(point -> point(point.covered().accuracy(), point.right().accuracy()))
            .collect(Collectors.joining(" ")),
        "curve");
    for (Coverage point : some) {
      String says =
          Html.format(
              "at least %.2f: %s of the rows, %s right",
              point.threshold(), point.covered().percent(), point.right().percent());
      svg.circle(x(point.covered().accuracy()), y(point.right().accuracy()), 3.5, "dot", says);
    }
    return svg.toString();
  }

  private static Svg frame(String title, String across, String up) {
    Svg svg = new Svg(WIDTH, HEIGHT, title);
    for (int percent = 0; percent <= 100; percent += 25) {
      double share = percent / 100.0;
      svg.line(x(share), y(0), x(share), y(1), "grid");
      svg.line(x(0), y(share), x(1), y(share), "grid");
      svg.text(x(share), y(0) + 16, "middle", "axis", String.valueOf(percent));
      svg.text(x(0) - 6, y(share) + 4, "end", "axis", String.valueOf(percent));
    }
    svg.text(x(0.5), y(0) + 36, "middle", "label", across);
    svg.text(x(0) + 6, y(1) + 14, "start", "label", up);
    return svg;
  }

  private static double x(double share) {
    return LEFT + SIDE * share;
  }

  private static double y(double share) {
    return TOP + SIDE * (1 - share);
  }

  private static String point(double across, double up) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x(across), y(up));
  }
}
