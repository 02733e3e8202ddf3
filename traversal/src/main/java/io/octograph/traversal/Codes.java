package io.octograph.traversal;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds formulas, code and identifiers in a text: tokens that no one writes by chance. */
final class Codes {
  /** Operators, calls, addresses, snake_case, C++ and letters mixed with digits. */
  private static final Pattern CODE =
      Pattern.compile(
          "\\p{ASCII}*(?:[\\^=\\\\{}<>|@~]|://|\\(\\)|[A-Za-z]_[A-Za-z\\d]"
              + "|[A-Za-z]\\((?!e?s\\)|n\\)|[IVX]+\\))[^)]+\\)|[A-Za-z]\\.[a-z]+\\()\\p{ASCII}*"
              + "|[A-Za-z](?:\\+\\+|#)|[A-Za-z]+\\d[A-Za-z\\d]*|\\d+[A-Za-z]+\\d[A-Za-z\\d]*");

  /** 1st, 90s, 5kg and the like are numbers, which are looked at elsewhere. */
  private static final Pattern ONLY_MARKS = Pattern.compile("[^\\p{L}\\p{N}]*");

  /** "A.c(H+)": an option and what it says. */
  private static final Pattern OPTION = Pattern.compile("^[A-H][.、](?=.)");

  private Codes() {}

  static Set<String> of(String plain) {
    var codes = new LinkedHashSet<String>();
    for (var token : Essentials.tokens(plain)) {
      var bare = bare(OPTION.matcher(token).replaceFirst(""));
      if (!ONLY_MARKS.matcher(bare).matches() && CODE.matcher(bare).matches()) {
        codes.add(bare);
      }
    }
    return codes;
  }

  /** Without what changes from hand to hand: blanks, carets, stars, dollar signs, case. */
  static String compact(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[\\s^*·×{}\\\\$`]", "").replace("->", "→");
  }

  /** Without the sentence's punctuation round it; brackets that close inside stay. */
  private static String bare(String token) {
    var bare = token.replaceAll("^[\"'“”‘’`$*«»,;:!?]+|[\"'“”‘’`$*«»,;:!?.]+$", "");
    boolean open = bare.startsWith("(") && balance(bare) != 0 || wrapped(bare);
    if (open) {
      return bare(bare.substring(1));
    }
    if (bare.endsWith(")") && balance(bare) < 0) {
      return bare(bare.substring(0, bare.length() - 1));
    }
    return bare;
  }

  private static boolean wrapped(String bare) {
    return bare.startsWith("(") && bare.indexOf(')') == bare.length() - 1;
  }

  private static long balance(String text) {
    return text.chars().filter(c -> c == '(').count() - text.chars().filter(c -> c == ')').count();
  }
}
