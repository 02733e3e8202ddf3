package io.octograph.model;

import io.octograph.traversal.Message;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * What an {@link EmbeddedChat} is asked.
 *
 * @param system the system prompt where the messages have none; may be empty
 * @param messages the conversation, oldest first, at least one
 * @param sampling how tokens are picked
 * @param caller who asks, such as the node's name: callers share the model evenly
 * @param left the time in which the answer must be there
 */
public record ChatRequest(
    String system, List<Message> messages, Sampling sampling, String caller, Duration left) {

  /**
   * How tokens are picked.
   *
   * @param maxTokens the most tokens of the answer, at least 1
   * @param temperature 0 (the most probable token) to 2
   * @param topP above 0, up to 1
   * @param stop strings that end the answer
   * @param seed the same one gives the same answer; empty draws another each time
   * @param repetitionPenalty 1 (none) to 2
   */
  public record Sampling(
      int maxTokens,
      double temperature,
      double topP,
      List<String> stop,
      OptionalLong seed,
      double repetitionPenalty) {
    /** Breaks most loops of a small model; more of it spoils formulas, which must repeat. */
    public static final double USUAL_PENALTY = 1.1;

    /** 512 tokens, the most probable one each time, with the usual penalty on repetition. */
    public static final Sampling DEFAULT =
        new Sampling(512, 0, 1, List.of(), OptionalLong.empty(), USUAL_PENALTY);

    public Sampling {
      stop = List.copyOf(stop);
    }

    public Sampling withMaxTokens(int other) {
      return new Sampling(other, temperature, topP, stop, seed, repetitionPenalty);
    }
  }

  public ChatRequest {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("The request has no messages. Give at least one.");
    }
  }
}
