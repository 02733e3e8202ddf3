package io.octograph.evaluation.baseline;

import de.bwaldvogel.liblinear.FeatureNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Texts as vectors of length 1: words, pairs of neighbouring words and pieces of 2 to 5 characters
 * of a word, each with {@code (1 + ln count) · (ln((1 + n) / (1 + texts with it)) + 1)}. A Chinese
 * text has no blanks, so its characters are its words and its pieces cross them.
 */
final class TfIdf {
  private static final int SHORTEST = 2;
  private static final int LONGEST = 5;
  private static final Pattern WORD =
      Pattern.compile("[\\p{IsHan}]+|[\\p{L}\\p{N}&&[^\\p{IsHan}]]+");

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Double> weights = new ArrayList<>();

  /** Learns which terms there are, and how rare each is. */
  TfIdf(List<String> texts) {
    Map<String, Integer> frequencies = new HashMap<>();
    for (String text : texts) {
      new HashSet<>(terms(text)).forEach(term -> frequencies.merge(term, 1, Integer::sum));
    }
    frequencies.entrySet().stream()
        .filter(term -> term.getValue() > 1)
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            term -> {
              numbers.put(term.getKey(), numbers.size() + 1);
              weights.add(Math.log((1.0 + texts.size()) / (1 + term.getValue())) + 1);
            });
  }

  int features() {
    return numbers.size();
  }

  FeatureNode[] vector(String text) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (String term : terms(text)) {
      Integer number = numbers.get(term);
      if (number != null) {
        counts.merge(number, 1, Integer::sum);
      }
    }
    double[] values = new double[1];
    List<FeatureNode> vector = new ArrayList<>();
    counts.forEach(
        (number, count) -> {
          double value = (1 + Math.log(count)) * weights.get(number - 1);
          values[0] += value * value;
          vector.add(new FeatureNode(number, value));
        });
    double length = Math.sqrt(values[0]);
    vector.forEach(feature -> feature.setValue(feature.getValue() / length));
    vector.sort(Comparator.comparingInt(FeatureNode::getIndex));
    return vector.toArray(FeatureNode[]::new);
  }

  static List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    String before = "";
    for (var match : WORD.matcher(text.toLowerCase(Locale.ROOT)).results().toList()) {
      String word = match.group();
      boolean han = Character.isIdeographic(word.codePointAt(0));
      if (!han) {
        terms.add("w:" + word);
        if (!before.isEmpty()) {
          terms.add("w:" + before + " " + word);
        }
      }
      before = han ? "" : word;
      pieces(han ? word : " " + word + " ", han, terms);
    }
    return terms;
  }

  private static void pieces(String word, boolean han, List<String> terms) {
    for (int length = han ? 1 : SHORTEST; length <= LONGEST; length++) {
      for (int from = 0; from + length <= word.length(); from++) {
        terms.add("c:" + word.substring(from, from + length));
      }
    }
  }
}
