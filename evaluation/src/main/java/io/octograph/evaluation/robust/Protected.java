package io.octograph.evaluation.robust;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Changes a text everywhere but in what must stay: quotations, and whatever holds a digit. */
final class Protected {
  /** Not apostrophes: they stand in too many words. */
  private static final Pattern KEPT =
      Pattern.compile(
          "\"[^\"\\n]*\"|“[^”\\n]*”|«[^»\\n]*»|「[^」\\n]*」|『[^』\\n]*』|《[^》\\n]*》|`[^`\\n]*`"
              + "|[A-Za-z_.,^()+*/=-]*\\d(?:[A-Za-z\\d_.,:^()+*/=-]*[A-Za-z\\d_^()+*/=-])?");

  private Protected() {}

  static String outside(String text, UnaryOperator<String> change) {
    StringBuilder changed = new StringBuilder(text.length());
    var kept = KEPT.matcher(text);
    int from = 0;
    while (kept.find()) {
      changed.append(change.apply(text.substring(from, kept.start()))).append(kept.group());
      from = kept.end();
    }
    return changed.append(change.apply(text.substring(from))).toString();
  }

  /** The text with a blot for each character that must stay; as long as it was. */
  static String blotted(String text) {
    return KEPT.matcher(text).replaceAll(kept -> "\u0001".repeat(kept.group().length()));
  }
}
