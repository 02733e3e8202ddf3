package io.octograph.traversal;

/**
 * What came of a walk.
 *
 * @param traversal the walk
 * @param content the answer's text; of a failed walk what had reached the client already
 * @param reason why the walk ended
 * @param finishReason for OpenAI's field of that name: the worker's own where its text is the
 *     answer, else {@link FinishReason#openai}
 * @param source id of the call whose text is the answer verbatim; empty when it was put together
 * @param failure for the user: why there is no answer; empty when there is one
 * @param passing for a failed walk: true when asking again later may help
 * @param receipt how it came about
 */
public record Answer(
    String traversal,
    String content,
    FinishReason reason,
    String finishReason,
    String source,
    String failure,
    boolean passing,
    Receipt receipt) {

  /** True when there is no answer, or only a piece that was cut off. */
  public boolean failed() {
    return !failure.isEmpty();
  }
}
