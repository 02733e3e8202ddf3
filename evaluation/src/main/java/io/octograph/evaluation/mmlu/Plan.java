package io.octograph.evaluation.mmlu;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How questions are put.
 *
 * @param shots solved questions before each, 0 to 20
 * @param examples all there are, {@code shots} or more of each subject that is asked
 * @param general the node of {@link Setting#GENERAL}; empty means the default of the graph's entry
 * @param reads what the masters read
 * @param maxTokens the most tokens of an answer, from 1
 * @param byLogprobs whether the likeliest letter of the first token is taken, where an endpoint
 *     gives logprobs
 * @param clients questions under way at once, from 1
 */
public record Plan(
    int shots,
    List<Question> examples,
    Optional<String> general,
    Reads reads,
    int maxTokens,
    boolean byLogprobs,
    int clients) {
  /** What the masters decide by; the rewrite is of the question alone in both cases. */
  public enum Reads {
    /** The question. */
    QUESTION,

    /** The question with its choices. */
    CHOICES
  }

  public Plan {
    examples = List.copyOf(examples);
    require(shots >= 0 && shots <= 20, "The number of shots is %d; give 0 to 20.", shots);
    require(maxTokens >= 1, "The most tokens of an answer are %d; give 1 or more.", maxTokens);
    require(clients >= 1, "The number of clients is %d; give 1 or more.", clients);
  }

  private static void require(boolean holds, String sentence, int value) {
    if (!holds) {
      throw new IllegalArgumentException(sentence.formatted(value));
    }
  }

  Map<String, List<Question>> shown(List<Question> asked) {
    return Questions.examples(examples, shots, asked);
  }
}
