package io.octograph.evaluation.page;

/**
 * A drawing that grows: elements in the coordinates of a view box, which the page scales to its
 * width. Colours are the page's classes, so that light and dark are its business.
 */
final class Svg {
  private final int width;
  private final int height;
  private final String title;
  private final StringBuilder elements = new StringBuilder();

  /**
   * @param title what a screen reader says of it
   */
  Svg(int width, int height, String title) {
    this.width = width;
    this.height = height;
    this.title = title;
  }

  Svg line(double x1, double y1, double x2, double y2, String style) {
    return add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>",
        x1, y1, x2, y2, style);
  }

  Svg rect(double x, double y, double w, double h, String style) {
    return add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\"/>",
        x, y, Math.max(0, w), h, style);
  }

  /**
   * A rectangle of which a part of the colour is seen, and which says something when pointed at.
   */
  Svg shade(double x, double y, double side, double opacity, String style, String says) {
    return add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\""
            + " fill-opacity=\"%.2f\"><title>%s</title></rect>",
        x, y, side, side, style, opacity, Html.escape(says));
  }

  Svg circle(double x, double y, double r, String style, String says) {
    return add(
        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" class=\"%s\"><title>%s</title></circle>",
        x, y, r, style, Html.escape(says));
  }

  /**
   * @param anchor {@code start}, {@code middle} or {@code end}
   */
  Svg text(double x, double y, String anchor, String style, String text) {
    return add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
        x, y, anchor, style, Html.escape(text));
  }

  /** Text that reads upwards from the point. */
  Svg upwards(double x, double y, String text) {
    return add(
        "<text transform=\"translate(%.1f %.1f) rotate(-60)\" class=\"label\">%s</text>",
        x, y, Html.escape(text));
  }

  /**
   * @param points pairs of coordinates, such as {@code 1,2 3,4}
   */
  Svg path(String points, String style) {
    return add("<polyline points=\"%s\" class=\"%s\"/>", points, style);
  }

  private Svg add(String element, Object... values) {
    elements.append(Html.format(element, values)).append('\n');
    return this;
  }

  @Override
  public String toString() {
    return Html.format(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n%s</svg>%n",
        width, height, Html.escape(title), elements);
  }
}
