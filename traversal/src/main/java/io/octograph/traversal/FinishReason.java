package io.octograph.traversal;

/** Why a walk ended. {@link #text} is what receipts show, {@link #openai} what OpenAI knows. */
public enum FinishReason {
  /** The answer is whole. */
  STOP("stop", "stop"),
  /** It would have taken one more hop than the graph allows. */
  LIMIT_HOPS("limit_hops", "length"),
  /** It would have taken one more call than the graph allows. */
  LIMIT_CALLS("limit_calls", "length"),
  /** The time was over. */
  LIMIT_DEADLINE("limit_deadline", "length"),
  /** The money was spent. */
  LIMIT_COST("limit_cost", "length"),
  /** Who asked went away. */
  CANCELLED("cancelled", "stop"),
  /** No part has an answer, or the answer was cut off. */
  FAILED("failed", "error");

  private final String text;
  private final String openai;

  FinishReason(String text, String openai) {
    this.text = text;
    this.openai = openai;
  }

  /** The word for receipts, headers and logs. */
  public String text() {
    return text;
  }

  /** The nearest of OpenAI's words; a failed walk has none and is an error there. */
  public String openai() {
    return openai;
  }
}
