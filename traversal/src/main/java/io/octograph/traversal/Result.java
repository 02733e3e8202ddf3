package io.octograph.traversal;

/**
 * A worker's answer to a call.
 *
 * @param callId the {@link Call#id} it answers
 * @param node who answered
 * @param content its text, whole; the deltas of a stream put together
 * @param finishReason the model's own: {@code stop}, {@code length}, {@code tool_calls}, {@code
 *     content_filter}; empty counts as {@code stop}
 * @param usage tokens of this call
 * @param times what it took
 */
public record Result(
    String callId, String node, String content, String finishReason, Usage usage, Times times) {

  /**
   * What a call took; 0 where unknown.
   *
   * @param wakeMillis until the worker was ready
   * @param firstTokenMillis from sending to the first token
   * @param totalMillis from sending to the end
   */
  public record Times(long wakeMillis, long firstTokenMillis, long totalMillis) {
    /** Nothing was measured. */
    public static final Times UNKNOWN = new Times(0, 0, 0);
  }

  public Result {
    content = content == null ? "" : content;
    finishReason = finishReason == null || finishReason.isEmpty() ? "stop" : finishReason;
    usage = usage == null ? Usage.NONE : usage;
    times = times == null ? Times.UNKNOWN : times;
  }

  /** A text without figures. */
  public static Result of(Call call, String content) {
    return new Result(call.id(), call.node(), content, "stop", Usage.NONE, Times.UNKNOWN);
  }
}
