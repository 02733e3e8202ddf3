package io.octograph.evaluation.mmlu;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Reads the letter that the first token of an answer most probably is. */
final class Logprobs {
  /** How many tokens are asked for: OpenAI's and vLLM's most. */
  static final int TOP = 20;

  private Logprobs() {}

  /**
   * The letter with the highest logprob among the first token's likeliest, spaces before it aside;
   * empty where the endpoint gives none, or none of them is a letter of a choice.
   *
   * @param choice of an OpenAI completion
   * @param choices how many the question has
   */
  static Optional<Character> likeliest(JsonNode choice, int choices) {
    Optional<Character> best = Optional.empty();
    double highest = Double.NEGATIVE_INFINITY;
    for (JsonNode token : choice.at("/logprobs/content/0/top_logprobs")) {
      String text = token.path("token").asText().strip();
      double logprob = token.path("logprob").asDouble(Double.NEGATIVE_INFINITY);
      boolean letter =
          text.length() == 1 && text.charAt(0) >= 'A' && text.charAt(0) < 'A' + choices;
      if (letter && logprob > highest) {
        best = Optional.of(text.charAt(0));
        highest = logprob;
      }
    }
    return best;
  }
}
