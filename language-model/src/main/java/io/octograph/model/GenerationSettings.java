package io.octograph.model;

import java.util.List;

/**
 * How a text is generated.
 *
 * @param maxTokens the most tokens, at least 1
 * @param mask tokens that may come beside the model's end tokens
 * @param stop strings that end the text and do not belong to it
 */
public record GenerationSettings(
    int maxTokens, TokenMask mask, List<String> stop, Sampler sampler, LogitsProcessor processor) {
  public GenerationSettings {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("max_tokens is %d. Give 1 or more.".formatted(maxTokens));
    }
    stop = stop.stream().filter(text -> !text.isEmpty()).toList();
  }
}
