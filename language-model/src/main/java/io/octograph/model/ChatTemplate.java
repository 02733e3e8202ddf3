package io.octograph.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a conversation is written for a model: a turn for every message, then the head of the answer.
 * Safe for use by several threads.
 */
public final class ChatTemplate {
  private static final String CHAT_ML = "<|im_start|>{role}\n{content}<|im_end|>\n";
  private static final String CHAT_ML_OPEN = "<|im_start|>assistant\n";
  private static final String PHI = "<|{role}|>\n{content}<|end|>\n";
  private static final String PHI_OPEN = "<|assistant|>\n";

  private final String turn;
  private final Tokenizer tokenizer;
  private final int[] open;
  private final Map<String, Template> turns = new ConcurrentHashMap<>();

  /**
   * Takes the template's two pieces.
   *
   * @param turn with the slots {@code {role}} and {@code {content}}
   * @param open what comes before the answer
   */
  public ChatTemplate(String turn, String open, Tokenizer tokenizer) {
    this.turn = turn;
    this.tokenizer = tokenizer;
    this.open = Template.of(open, tokenizer).fill(Map.of());
  }

  /** The template that a tokenizer's special tokens are made for: ChatML or Phi-3's. */
  public static ChatTemplate of(Tokenizer tokenizer) {
    var specials = tokenizer.specials().keySet();
    if (specials.contains("<|im_start|>") && specials.contains("<|im_end|>")) {
      return new ChatTemplate(CHAT_ML, CHAT_ML_OPEN, tokenizer);
    }
    if (specials.contains("<|user|>") && specials.contains("<|end|>")) {
      return new ChatTemplate(PHI, PHI_OPEN, tokenizer);
    }
    throw new ModelException(
        "No chat template is known for a tokenizer with the special tokens %s."
            .formatted(specials));
  }

  /** A turn's template with the slot {@code content}. */
  public Template turn(String role) {
    return switch (role) {
      case "system", "user", "assistant", "tool" ->
          turns.computeIfAbsent(role, name -> Template.of(turn.replace("{role}", name), tokenizer));
      default ->
          throw new IllegalArgumentException(
              "The role '%s' is not known. Use system, user, assistant or tool.".formatted(role));
    };
  }

  /** A whole turn. */
  public int[] turn(String role, int[] content) {
    return turn(role).fill(Map.of("content", content));
  }

  /** The head of the answer. */
  public int[] open() {
    return open.clone();
  }
}
