package io.octograph.traversal;

import java.util.Map;

/**
 * What came of a command. Outcomes may come late, twice, in any order, or for steps that no walk
 * knows: what is not awaited changes nothing.
 */
public sealed interface Outcome {
  /** A master decided. {@code id} is that of the {@link Command.Decide}. */
  record Decided(String id, Decision decision) implements Outcome {}

  /** A worker answered. */
  record Answered(Result result) implements Outcome {}

  /**
   * A step failed.
   *
   * @param id of the call or decision
   * @param reason a sentence for the user
   * @param passing true when trying again later may help
   * @param begun true when the client has seen something of it, which forbids a fallback
   * @param partial the text that the client has seen
   */
  record Failed(String id, String reason, boolean passing, boolean begun, String partial)
      implements Outcome {
    /** A failure before the first byte. */
    public Failed(String id, String reason, boolean passing) {
      this(id, reason, passing, false, "");
    }
  }

  /** A call took longer than its worker's timeout; {@code begun} and {@code partial} as above. */
  record TimedOut(String id, boolean begun, String partial) implements Outcome {
    /** Late before the first byte. */
    public TimedOut(String id) {
      this(id, false, "");
    }
  }

  /**
   * Time went by: overdue calls and the walk's deadline are looked at.
   *
   * @param partials by call id, what has arrived of answers that are still being written; at the
   *     deadline it counts as their answer. Empty where answers come whole.
   */
  record Tick(Map<String, String> partials) implements Outcome {
    public Tick {
      partials = Map.copyOf(partials);
    }

    /** A tick where answers come whole. */
    public Tick() {
      this(Map.of());
    }
  }

  /** Who asked went away. */
  record Cancelled() implements Outcome {}
}
