package io.octograph.evaluation.page;

import io.octograph.evaluation.Rewrites;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What rewrites came to, a column a group of languages; and why the guard refused some. */
final class RewriteTable {
  private final Map<String, Rewrites> rewrites;
  private final Table table;

  private RewriteTable(Map<String, Rewrites> rewrites) {
    this.rewrites = rewrites;
    List<String> heads = new ArrayList<>(List.of(""));
    heads.addAll(rewrites.keySet());
    this.table = new Table(heads.toArray(String[]::new));
  }

  static String of(Map<String, Rewrites> rewrites) {
    Table refused = new Table("why the guard refused", "rows");
    rewrites.get("all").refused().forEach((why, count) -> refused.row(why, String.valueOf(count)));
    return new RewriteTable(rewrites).rows() + refused;
  }

  private String rows() {
    row("through the guard", each -> each.through().percent());
    row("keep every number, name, quotation", each -> each.all().kept().percent());
    row("keep every number", each -> each.all().numbers().percent());
    row("keep every name", each -> each.all().names().percent());
    row("keep every quotation", each -> each.all().quotations().percent());
    row("in the question's script", each -> each.all().sameLanguage().percent());
    row("no mere copy", each -> each.all().differs().percent());
    row("keep all, of those that went out", each -> each.out().kept().percent());
    row("characters of the question", each -> Html.number(each.all().questionLength()));
    row("characters of the rewrite", each -> Html.number(each.all().length()));
    row("written", each -> String.valueOf(each.through().of()));
    row("not written: too long a question, or unsure", each -> String.valueOf(each.unwritten()));
    return table.toString();
  }

  private void row(String name, Function<Rewrites, String> figure) {
    List<String> cells = new ArrayList<>(List.of(name));
    rewrites.values().forEach(each -> cells.add(figure.apply(each)));
    table.row(cells);
  }
}
