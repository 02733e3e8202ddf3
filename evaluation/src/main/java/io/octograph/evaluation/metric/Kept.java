package io.octograph.evaluation.metric;

import java.text.Normalizer;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What of a question stands in its rewrite, read on the text alone and apart from the router's own
 * guard.
 *
 * <p>Numbers are runs of digits with what joins them (3.5, 1,350, 16:30), without thousands
 * separators. Quotations stand between double, angle or corner quotes. Names are capitalised Latin
 * words inside a sentence, and acronyms; option letters and words of a question that is all
 * capitals are none. All is compared without case, width and kinds of quotes.
 *
 * @param numbers every number of the question is in the rewrite
 * @param quotations every quotation is
 * @param names every name is
 * @param sameLanguage both or neither are mainly Chinese, and so on by script
 * @param differs it is no copy, up to case, spaces and punctuation
 */
public record Kept(
    boolean numbers, boolean quotations, boolean names, boolean sameLanguage, boolean differs) {

  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:]\\d+)*");
  private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d),(?=\\d{3}(?!\\d))");
  private static final Pattern LIST_MARK = Pattern.compile("\\(\\d\\)|(?m)^\\s*\\d{1,2}[.)]\\s");
  private static final Pattern QUOTATION =
      Pattern.compile(
          "\"([^\"\\n]{2,300})\"|«([^»\\n]{2,300})»|「([^」\\n]+)」|『([^』\\n]+)』|《([^》\\n]+)》");
  private static final Pattern NAME =
      Pattern.compile(
          "(?<=[\\p{Ll}\\d,;)] )\\p{Lu}\\p{Ll}{2,}|(?<![\\p{L}\\d])\\p{Lu}{2,6}(?![\\p{L}\\d])");

  /** Compares the two; several rewrites of one question are given joined. */
  public static Kept of(String question, String rewrite) {
    String asked = plain(question);
    String written = plain(rewrite);
    String lower = written.toLowerCase();
    return new Kept(
        found(NUMBER, Kept::figures)
            .apply(written)
            .containsAll(found(NUMBER, Kept::figures).apply(asked)),
        found(QUOTATION, Function.identity()).apply(asked).stream()
            .map(Kept::inner)
            .allMatch(lower::contains),
        shouted(asked)
            || found(NAME, Function.identity()).apply(asked).stream()
                .map(String::toLowerCase)
                .allMatch(lower::contains),
        Script.of(question) == Script.of(rewrite),
        !essence(asked).equals(essence(written)));
  }

  /** Numbers, quotations and names are all there. */
  public boolean all() {
    return numbers && quotations && names;
  }

  private static Function<String, Set<String>> found(
      Pattern pattern, Function<String, String> first) {
    return text ->
        pattern
            .matcher(first.apply(text))
            .results()
            .map(match -> match.group())
            .collect(Collectors.toSet());
  }

  private static String figures(String text) {
    return THOUSANDS.matcher(LIST_MARK.matcher(text).replaceAll(" ")).replaceAll("");
  }

  /** American quotation takes the full stop into the quotes. */
  private static String inner(String quotation) {
    return quotation
        .substring(1, quotation.length() - 1)
        .strip()
        .replaceAll("\\p{Punct}+$", "")
        .toLowerCase();
  }

  private static boolean shouted(String text) {
    return text.chars().noneMatch(Character::isLowerCase);
  }

  private static String essence(String text) {
    return text.toLowerCase().replaceAll("[^\\p{L}\\p{N}]+", "");
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .replaceAll("[“”„]", "\"")
        .replaceAll("[‘’]", "'")
        .replaceAll("\\s+", " ");
  }
}
