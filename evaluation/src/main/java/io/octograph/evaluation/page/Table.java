package io.octograph.evaluation.page;

import java.util.List;

/** A table that scrolls by itself where the page is narrow; the first column holds names. */
final class Table {
  private final StringBuilder rows = new StringBuilder();

  Table(String... heads) {
    rows.append("<thead><tr>");
    for (String head : heads) {
      rows.append("<th>").append(Html.escape(head)).append("</th>");
    }
    rows.append("</tr></thead><tbody>");
  }

  Table row(String... cells) {
    return row(List.of(cells));
  }

  Table row(List<String> cells) {
    rows.append("<tr>");
    for (int i = 0; i < cells.size(); i++) {
      String kind = i == 0 ? "th" : "td";
      rows.append(Html.format("<%s>%s</%s>", kind, Html.escape(cells.get(i)), kind));
    }
    rows.append("</tr>\n");
    return this;
  }

  @Override
  public String toString() {
    return "<div class=\"wide\"><table>" + rows + "</tbody></table></div>\n";
  }
}
