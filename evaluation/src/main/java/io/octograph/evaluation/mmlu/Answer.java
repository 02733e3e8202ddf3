package io.octograph.evaluation.mmlu;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a worker said to a question.
 *
 * @param node that answered; empty where none did
 * @param letter the choice it names, where it names one
 * @param byLogprobs whether the letter is the likeliest by logprobs rather than read in the text
 * @param cut whether the answer reached the most tokens
 * @param instead whether a fallback answered for the node that was asked
 * @param usage tokens and cost
 * @param active parameters of all models that worked on it, masters included; empty where unknown
 * @param error why there is no answer, where there is none
 */
record Answer(
    String node,
    Optional<Character> letter,
    boolean byLogprobs,
    boolean cut,
    boolean instead,
    Usage usage,
    OptionalLong active,
    Optional<String> error) {

  /**
   * What the workers took, as the receipt says.
   *
   * @param cost by the prices of the graph, in their currency
   * @param millis from the request to the whole answer
   */
  record Usage(long tokensIn, long tokensOut, double cost, long millis) {
    static final Usage NONE = new Usage(0, 0, 0, 0);

    Usage plus(Usage other) {
      return new Usage(
          tokensIn + other.tokensIn,
          tokensOut + other.tokensOut,
          cost + other.cost,
          millis + other.millis);
    }
  }

  static Answer failed(String why) {
    return new Answer(
        "",
        Optional.empty(),
        false,
        false,
        false,
        Usage.NONE,
        OptionalLong.empty(),
        Optional.of(why));
  }

  /**
   * Reads a completion with its receipt.
   *
   * @param asked the node it was sent to
   * @param masters those that had decided before
   * @param byLogprobs whether the likeliest letter is wanted where there are logprobs
   */
  static Answer of(
      Question question,
      String asked,
      List<String> masters,
      boolean byLogprobs,
      GraphView graph,
      Journal.Reply reply) {
    JsonNode json = reply.json();
    JsonNode choice = json.path("choices").path(0);
    Optional<Character> likeliest =
        byLogprobs ? Logprobs.likeliest(choice, question.choices().size()) : Optional.empty();
    Optional<Character> letter =
        likeliest.isPresent()
            ? likeliest
            : Letters.read(choice.path("message").path("content").asText(""), question.choices());
    JsonNode receipt = json.path("octograph");
    List<String> worked = new ArrayList<>(masters);
    String node = asked;
    for (JsonNode call : receipt.path("calls")) {
      if (!call.has("failure")) {
        node = call.path("node").asText();
        worked.add(node);
      }
    }
    JsonNode usage = receipt.path("usage");
    return new Answer(
        node,
        letter,
        likeliest.isPresent(),
        choice.path("finish_reason").asText().equals("length"),
        !node.equals(asked),
        new Usage(
            usage.path("prompt_tokens").asLong(),
            usage.path("completion_tokens").asLong(),
            receipt.path("cost").asDouble(),
            reply.millis()),
        graph.together(worked),
        Optional.empty());
  }

  boolean right(Question question) {
    return letter.filter(found -> found == question.answer()).isPresent();
  }

  /** An answer came, and names no choice. */
  boolean unread() {
    return error.isEmpty() && letter.isEmpty();
  }
}
