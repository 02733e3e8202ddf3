package io.octograph.evaluation.page;

import io.octograph.evaluation.metric.Score;
import java.util.Map;

/**
 * Shares as bars one below the other, each with its interval, its name and its figures above it: so
 * narrow that it can be read on a phone.
 */
final class Bars {
  private static final int WIDTH = 430;
  private static final int ROW = 34;
  private static final int BAR = 400;
  private static final int LEFT = 12;

  private Bars() {}

  static String of(String title, Map<String, Score> scores) {
    int height = scores.size() * ROW;
    Svg svg = new Svg(WIDTH, height + 24, title);
    for (int percent = 0; percent <= 100; percent += 25) {
      double x = LEFT + BAR * percent / 100.0;
      svg.line(x, 0, x, height + 4, "grid");
      svg.text(x, height + 18, "middle", "axis", String.valueOf(percent));
    }
    int y = 0;
    for (var entry : scores.entrySet()) {
      row(svg, y, entry.getKey(), entry.getValue());
      y += ROW;
    }
    return "<div class=\"bars\">" + svg + "</div>";
  }

  private static void row(Svg svg, int y, String name, Score score) {
    svg.text(LEFT, y + 14, "start", "label", name);
    String figures = score.percent() + " of " + score.of();
    svg.text(LEFT + BAR, y + 14, "end", "axis", figures);
    svg.rect(LEFT, y + 19, BAR * score.accuracy(), 10, "bar");
    double low = LEFT + BAR * score.low();
    double high = LEFT + BAR * score.high();
    svg.line(low, y + 24, high, y + 24, "whisker");
    svg.line(low, y + 20, low, y + 28, "whisker");
    svg.line(high, y + 20, high, y + 28, "whisker");
  }
}
