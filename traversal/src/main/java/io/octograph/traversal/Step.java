package io.octograph.traversal;

/**
 * One step of a walk: a decision at a master, or a call of a worker. The steps of a walk form a
 * tree; what they came to is read off the tree, never stored twice.
 *
 * @param id {@code traversal/hop/index}
 * @param hop edges taken from the start
 * @param index counts the steps of that hop
 * @param parent id of the step that caused this one; empty for the root
 * @param role what this step is to its parent
 * @param node the master or worker
 * @param question what this branch has to answer; nested masters decide it, workers go on with it
 * @param accepted the master's rewrite when the guard let it pass, else empty
 * @param call for a worker; null for a master
 * @param phase how far it is
 * @param decision of a master, once it is there; else null
 * @param result of a worker, once it is there; else null
 * @param failure why it failed or was never taken; else empty
 * @param passing for a failed step: true when trying again later may help
 * @param shown for a failed step: true when the client has seen something of it
 * @param partial the text of it that the client has seen
 * @param begunMillis when its command was given, since the epoch
 */
public record Step(
    String id,
    int hop,
    int index,
    String parent,
    Role role,
    String node,
    String question,
    String accepted,
    Call call,
    Phase phase,
    Decision decision,
    Result result,
    String failure,
    boolean passing,
    boolean shown,
    String partial,
    long begunMillis) {

  /** What a step is to its parent. */
  public enum Role {
    /** The first step. */
    ROOT,
    /** One of the calls that a decision made. */
    PART,
    /** The call that makes one answer of a decision's parts. */
    JOIN,
    /** How it goes on after a worker's answer. */
    NEXT,
    /** Taken because the parent failed. */
    FALLBACK
  }

  /** How far a step is. */
  public enum Phase {
    /** Its outcome is awaited. */
    OPEN,
    /** Its outcome is here. */
    DONE,
    /** It failed. */
    FAILED,
    /** A limit forbade it: it was never taken. */
    DENIED
  }

  boolean open() {
    return phase == Phase.OPEN;
  }

  boolean calls() {
    return call != null;
  }

  Step decided(Decision decision) {
    return with(Phase.DONE, decision, null, "", false, false, "");
  }

  Step answered(Result result) {
    return with(Phase.DONE, null, result, "", false, false, "");
  }

  Step failed(String failure, boolean passing, boolean shown, String partial) {
    return with(Phase.FAILED, decision, null, failure, passing, shown, partial);
  }

  Step denied(String failure) {
    return with(Phase.DENIED, null, null, failure, false, false, "");
  }

  private Step with(
      Phase phase,
      Decision decision,
      Result result,
      String failure,
      boolean passing,
      boolean shown,
      String partial) {
    return new Step(
        id,
        hop,
        index,
        parent,
        role,
        node,
        question,
        accepted,
        call,
        phase,
        decision,
        result,
        failure,
        passing,
        shown,
        partial,
        begunMillis);
  }
}
