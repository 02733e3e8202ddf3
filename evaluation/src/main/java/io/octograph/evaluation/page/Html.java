package io.octograph.evaluation.page;

import java.util.Locale;

/** Text that stands in HTML or SVG. */
final class Html {
  private Html() {}

  /** Of anybody's text what shows as that text, in elements and in quoted attributes. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '{' -> escaped.append("&#123;"); // the template's own mark
                default -> escaped.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
              }
            });
    return escaped.toString();
  }

  /** A number with one decimal and a dot, in every locale. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  static String format(String template, Object... values) {
    return String.format(Locale.ROOT, template, values);
  }
}
