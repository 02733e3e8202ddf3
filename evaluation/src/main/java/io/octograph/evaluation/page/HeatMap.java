package io.octograph.evaluation.page;

import io.octograph.evaluation.metric.Confusion;
import java.util.ArrayList;
import java.util.List;

/** What is right from top to bottom, what was said from left to right. */
final class HeatMap {
  private static final int WIDTH = 720;
  private static final int NAMES = 190;
  private static final int HEAD = 185;

  private HeatMap() {}

  static String of(Confusion confusion) {
    List<String> names = new ArrayList<>(confusion.names());
    // a graph of a thousand nodes would be dust: the table of mistakes shows it then
    double side = Math.min(28, (WIDTH - NAMES - 60.0) / Math.max(1, names.size()));
    Svg svg = new Svg(WIDTH, (int) (HEAD + side * names.size() + 6), "What was taken for what");
    for (int column = 0; column < names.size(); column++) {
      svg.upwards(NAMES + (column + 0.7) * side, HEAD - 6, names.get(column));
    }
    for (int row = 0; row < names.size(); row++) {
      row(svg, confusion, names, row, side);
    }
    return "<div class=\"wide\"><div class=\"map\">" + svg + "</div></div>";
  }

  private static void row(Svg svg, Confusion confusion, List<String> names, int row, double side) {
    String right = names.get(row);
    double y = HEAD + row * side;
    svg.text(NAMES - 8, y + side * 0.7, "end", "label", right);
    int all = names.stream().mapToInt(said -> confusion.count(right, said)).sum();
    for (int column = 0; column < names.size(); column++) {
      String said = names.get(column);
      int count = confusion.count(right, said);
      double x = NAMES + column * side;
      svg.rect(x, y, side - 1, side - 1, "cell");
      if (count > 0) {
        String says = right + " → " + said + ": " + count + " of " + all;
        String style = said.equals(right) ? "good" : "bad";
        svg.shade(x, y, side - 1, Math.max(0.12, (double) count / all), style, says);
        svg.text(x + side / 2 - 0.5, y + side * 0.68, "middle", "count", String.valueOf(count));
      }
    }
  }
}
