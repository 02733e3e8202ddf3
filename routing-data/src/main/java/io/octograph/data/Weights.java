package io.octograph.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shares of a whole, as {@code en:3,zh:1} says them. */
public final class Weights {
  private Weights() {}

  /**
   * Reads names with weights; a name alone weighs 1.
   *
   * @param option the option it was given with, for messages
   * @throws IllegalArgumentException where a weight is no number above 0 (or 0), or all are 0
   */
  public static Map<String, Double> parse(String option, String text) {
    Map<String, Double> weights = new LinkedHashMap<>();
    for (String part : text.split(",")) {
      String[] pair = part.strip().split(":", 2);
      double weight = pair.length == 1 ? 1 : number(option, part, pair[1]);
      if (pair[0].isBlank() || weights.put(pair[0].strip(), weight) != null) {
        throw new IllegalArgumentException(
            "%s is %s; give each name once, e.g. en:3,zh:1.".formatted(option, text));
      }
    }
    if (weights.values().stream().allMatch(weight -> weight == 0)) {
      throw new IllegalArgumentException(
          "%s is %s; give one of the names a weight above 0.".formatted(option, text));
    }
    weights.values().removeIf(weight -> weight == 0);
    return weights;
  }

  private static double number(String option, String part, String text) {
    try {
      double weight = Double.parseDouble(text.strip());
      if (weight >= 0 && weight <= 1e6) {
        return weight;
      }
    } catch (NumberFormatException e) {
      // said below, with the mend
    }
    throw new IllegalArgumentException(
        "%s has %s; a weight is a number from 0 to 1000000, e.g. en:3.".formatted(option, part));
  }

  /**
   * Divides a whole number by weights so that the parts add up to it (largest remainder).
   *
   * @param whole 0 or more
   */
  static <T> Map<T, Integer> split(int whole, Map<T, Double> weights) {
    double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    Map<T, Integer> parts = new LinkedHashMap<>();
    Map<T, Double> remainders = new LinkedHashMap<>();
    int given = 0;
    for (var weight : weights.entrySet()) {
      double exact = whole * weight.getValue() / sum;
      parts.put(weight.getKey(), (int) exact);
      remainders.put(weight.getKey(), exact - (int) exact);
      given += (int) exact;
    }
    List<T> largest = new ArrayList<>(remainders.keySet());
    largest.sort(Comparator.comparing(remainders::get).reversed());
    for (int i = 0; i < whole - given; i++) {
      parts.merge(largest.get(i % largest.size()), 1, Integer::sum);
    }
    return parts;
  }
}
