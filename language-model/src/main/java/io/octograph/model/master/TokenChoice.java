package io.octograph.model.master;

import io.octograph.model.Logits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The probabilities of a few allowed tokens: the softmax over them alone, calibrated by a
 * temperature (Guo et al. 2017, section 4.2).
 */
final class TokenChoice {
  private TokenChoice() {}

  /** A token that may come: {@code name} is a node, or one of the other ways a choice can go. */
  record Option(String name, String token, int id) {}

  /** An option with its probability among all that were allowed. */
  record Weighed(Option option, double probability) {}

  /** All options, the likeliest first; of equals the earlier one. */
  static List<Weighed> weigh(List<Option> options, Logits logits, double temperature) {
    return weigh(options, option -> logits.of(option.id()), temperature);
  }

  /** The same with logits that have a way of their own to be found. */
  static List<Weighed> weigh(
      List<Option> options, ToDoubleFunction<Option> logit, double temperature) {
    double highest = options.stream().mapToDouble(logit).max().orElseThrow();
    var weights = new double[options.size()];
    double total = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.exp((logit.applyAsDouble(options.get(i)) - highest) / temperature);
      total += weights[i];
    }
    var weighed = new ArrayList<Weighed>(weights.length);
    for (int i = 0; i < weights.length; i++) {
      weighed.add(new Weighed(options.get(i), weights[i] / total));
    }
    weighed.sort(Comparator.comparingDouble(Weighed::probability).reversed());
    return List.copyOf(weighed);
  }
}
