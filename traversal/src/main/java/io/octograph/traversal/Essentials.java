package io.octograph.traversal;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What of a question must stand in its rewrite.
 *
 * @param question in plain characters
 * @param numbers as digits, with a dot for the decimals and no thousands separators
 * @param units behind a number, as written
 * @param quotations what stands in quotation marks, without them
 * @param codes formulas, code and identifiers
 * @param names as written, without endings
 */
record Essentials(
    String question,
    Set<String> numbers,
    Set<String> units,
    Set<String> quotations,
    Set<String> codes,
    Set<String> names) {

  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:]\\d+)*");

  /** CO2, C3, 2SLS, 7P. */
  private static final Pattern IN_A_WORD =
      Pattern.compile("[A-Za-z][A-Za-z-]*\\d[\\w.,-]*|(?<![\\d.,])\\d[A-Z]+s?(?![A-Za-z])");

  /** A word, or two signs of a script without blanks. */
  private static final Pattern PART =
      Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]{2}|[\\p{L}&&[^\\p{IsHan}]]{3,}");

  private static final int LONG_QUOTATION = 4;

  private static final Pattern THOUSANDS =
      Pattern.compile("(?<=\\d)[, \\u00a0\\u202f'](?=\\d{3}(?!\\d))");

  private static final Pattern QUOTATION =
      Pattern.compile(
          "\"([^\"\\n]{2,300})\"|“([^”\\n]{2,300})”|«([^»\\n]{2,300})»|„([^“”\\n]{2,300})[“”]"
              + "|「([^」\\n]{1,300})」|『([^』\\n]{1,300})』|《([^》\\n]{1,300})》|`([^`\\n]{1,300})`"
              + "|(?<![\\p{L}\\p{N}])['‘]([^'‘’\\n]{2,300})['’](?![\\p{L}\\p{N}])");

  private static final Pattern UNIT =
      Pattern.compile(
          "\\d\\s?(km/h|m/s\\^?2|m/s|mph|kg|mg|µg|g|km|cm|mm|nm|µm|m|ms|s|min|h|kHz|MHz|GHz|Hz|kB|KB|MB"
              + "|GB|TB|kV|mV|V|kW|MW|mW|W|mA|A|kJ|MJ|J|kN|N|kPa|Pa|K|°C|°F|mol|mL|ml|L|eV|Ω|kΩ|%)"
              // "2\nA. Yes": an option begins there.
              + "(?![A-Za-z\\d/]|(?<=A)[.):、])");

  /** How a unit may be written out; one that is not here must stand as it is. */
  private static final Map<String, String> WRITTEN_OUT =
      Map.ofEntries(
          Map.entry("km/h", "kilomet"),
          Map.entry("m/s", "met"),
          Map.entry("mph", "mile"),
          Map.entry("kg", "kilogram"),
          Map.entry("mg", "milligram"),
          Map.entry("g", "gram"),
          Map.entry("km", "kilomet"),
          Map.entry("cm", "centimet"),
          Map.entry("mm", "millimet"),
          Map.entry("m", "met"),
          Map.entry("s", "second"),
          Map.entry("ms", "millisecond"),
          Map.entry("min", "minute"),
          Map.entry("h", "hour"),
          Map.entry("v", "volt"),
          Map.entry("w", "watt"),
          Map.entry("a", "amp"),
          Map.entry("j", "joule"),
          Map.entry("n", "newton"),
          Map.entry("k", "kelvin"),
          Map.entry("°c", "celsius"),
          Map.entry("°f", "fahrenheit"),
          Map.entry("l", "lit"),
          Map.entry("%", "percent"));

  static Essentials of(String question) {
    var plain = normal(question);
    return new Essentials(
        plain, numbers(plain), units(plain), quotations(plain), Codes.of(plain), Names.of(plain));
  }

  /** The longest thing in quotation marks, in characters. */
  static int longestQuotation(String question) {
    return quotations(normal(question)).stream().mapToInt(String::length).max().orElse(0);
  }

  /** What is missing, as words for a sentence; empty when nothing is. */
  String lostIn(String rewrite) {
    var plain = normal(rewrite);
    var lower = plain.toLowerCase(Locale.ROOT);
    var spaced = lower.replaceAll("\\s+", " ");
    var written = numbers(plain);
    var words = Numerals.in(plain);
    var compact = Codes.compact(plain);
    var lost = new LinkedHashSet<String>();
    numbers.stream()
        .filter(number -> !written.contains(number) && !words.contains(number))
        // The 90s are the 1990s.
        .filter(number -> written.stream().noneMatch(year -> Numerals.decadeOf(year, number + "s")))
        .forEach(lost::add);
    units.stream().filter(unit -> !holdsUnit(plain, lower, unit)).forEach(lost::add);
    codes.stream().filter(code -> !compact.contains(Codes.compact(code))).forEach(lost::add);
    var told = new LinkedHashSet<String>();
    quotations.stream().filter(quotation -> !quoted(spaced, quotation)).forEach(told::add);
    names.stream().filter(name -> !Names.in(plain, name)).forEach(told::add);
    lost.addAll(asked(told));
    return lost.stream().limit(3).map("\"%s\""::formatted).collect(Collectors.joining(", "));
  }

  /** Without what only sets the scene, unless half of all that is told would be lost. */
  private Set<String> asked(Set<String> told) {
    if (told.isEmpty()) {
      return told;
    }
    var part = Asking.part(question);
    var asked = new LinkedHashSet<>(told);
    asked.removeIf(name -> !part.contains(name));
    int most = Math.max(1, (names.size() + quotations.size()) / 2);
    return told.size() - asked.size() <= most ? asked : told;
  }

  /** A quotation stands there, or most of a longer one. */
  private static boolean quoted(String spaced, String quotation) {
    var wanted = quotation.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    if (spaced.contains(wanted)) {
      return true;
    }
    var parts = PART.matcher(wanted).results().map(MatchResult::group).toList();
    long kept = parts.stream().filter(spaced::contains).count();
    return parts.size() >= LONG_QUOTATION && 2 * kept >= parts.size();
  }

  static Set<String> numbersOf(String text) {
    return numbers(normal(text));
  }

  /** The numbers that stand alone, unlike those in CO2 or C3. */
  static Set<String> figures(String text) {
    return numbers(IN_A_WORD.matcher(normal(text)).replaceAll(" "));
  }

  private static boolean holdsUnit(String plain, String lower, String unit) {
    var out = WRITTEN_OUT.get(unit.toLowerCase(Locale.ROOT));
    return units(plain).contains(unit)
        || (out != null && lower.contains(out))
        || (unit.equals("%") && (lower.contains("per cent") || plain.contains("%")));
  }

  private static Set<String> numbers(String plain) {
    var numbers = new LinkedHashSet<String>();
    NUMBER
        .matcher(THOUSANDS.matcher(Numerals.withoutListMarks(plain)).replaceAll(""))
        .results()
        .forEach(found -> numbers.add(found.group()));
    return numbers;
  }

  private static Set<String> units(String plain) {
    return UNIT.matcher(plain)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> quotations(String plain) {
    var quotations = new LinkedHashSet<String>();
    var found = QUOTATION.matcher(plain);
    while (found.find()) {
      for (int group = 1; group <= found.groupCount(); group++) {
        if (found.group(group) != null) {
          quotations.add(trimmed(found.group(group)));
        }
      }
    }
    return quotations;
  }

  private static void add(String quotation, Set<String> quotations) {
    if (quotation.codePoints().anyMatch(Character::isLetterOrDigit)) {
      quotations.add(quotation);
    }
  }

  // American quotation takes the comma or the question mark into the quotes.
  private static String trimmed(String quotation) {
    return quotation.strip().replaceAll("[.,;:!?。，？！]+$", "");
  }

  /** Full-width forms, superscripts and kinds of dashes as their plain counterparts. */
  private static String normal(String text) {
    return Normalizer.normalize(text.replaceAll("[①-⑳]", " "), Normalizer.Form.NFKC)
        .replace('−', '-')
        .replace('–', '-')
        .replace('⁄', '/')
        .replace('’', '\'')
        .replace('μ', 'µ');
  }

  static List<String> tokens(String plain) {
    return List.of(plain.strip().split("\\s+"));
  }
}
