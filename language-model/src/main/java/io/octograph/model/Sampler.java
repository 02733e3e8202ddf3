package io.octograph.model;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Picks the next token among those the mask allows; -1 where it allows none. */
@FunctionalInterface
public interface Sampler {
  int pick(Logits logits, TokenMask mask);

  /** The most probable token; of equals the one with the lowest id, so it is deterministic. */
  static Sampler greedy() {
    return Sampler::argmax;
  }

  /**
   * Draws from the smallest set of tokens whose probabilities sum to {@code topP} (nucleus
   * sampling, Holtzman et al. 2020, section 3.1). A temperature of 0 is greedy.
   *
   * @param temperature 0 to 2, flattens the distribution above 1
   * @param topP above 0, up to 1
   */
  static Sampler nucleus(double temperature, double topP, RandomGenerator random) {
    if (!(temperature >= 0 && temperature <= 2)) {
      throw new IllegalArgumentException(
          "The temperature is %s. Give a number from 0 to 2.".formatted(temperature));
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException(
          "top_p is %s. Give a number above 0, up to 1.".formatted(topP));
    }
    return temperature == 0
        ? greedy()
        : (logits, mask) -> draw(logits, mask, temperature, topP, random);
  }

  private static int argmax(Logits logits, TokenMask mask) {
    int best = -1;
    float highest = Float.NEGATIVE_INFINITY;
    for (int id = firstId(logits); id < logits.size(); id++) {
      float value = logits.of(id);
      if (value > highest && mask.allows(id)) {
        best = id;
        highest = value;
      }
    }
    return best;
  }

  private static int draw(
      Logits logits, TokenMask mask, double temperature, double topP, RandomGenerator random) {
    int top = argmax(logits, mask);
    if (top < 0) {
      return top;
    }
    // Tokens e^-20 below the best add up to less than a thousandth of it over any vocabulary.
    double floor = logits.of(top) - 20 * temperature;
    int[] ids = new int[logits.size()];
    int count = 0;
    for (int id = firstId(logits); id < logits.size(); id++) {
      if (logits.of(id) >= floor && mask.allows(id)) {
        ids[count++] = id;
      }
    }
    var byLogit =
        Arrays.stream(ids, 0, count)
            .boxed()
            .sorted((a, b) -> Float.compare(logits.of(b), logits.of(a)))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] weights = new double[count];
    double total = 0;
    for (int i = 0; i < count; i++) {
      weights[i] = Math.exp((logits.of(byLogit[i]) - logits.of(top)) / temperature);
      total += weights[i];
    }
    double nucleus = 0;
    int size = 0;
    while (size < count && nucleus < topP * total) {
      nucleus += weights[size++];
    }
    double point = random.nextDouble() * nucleus;
    for (int i = 0; i < size; i++) {
      point -= weights[i];
      if (point < 0) {
        return byLogit[i];
      }
    }
    return byLogit[size - 1];
  }

  private static int firstId(Logits logits) {
    return logits.vocabulary().length == 0 ? logits.vocabularySize() : 0;
  }
}
