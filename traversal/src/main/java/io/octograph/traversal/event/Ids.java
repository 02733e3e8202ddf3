package io.octograph.traversal.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Ids of walks and events. All are derived: what is delivered twice has the same id twice. */
public final class Ids {
  private static final Pattern STEP =
      Pattern.compile("([0-9A-Za-z_-]{1,64})/(\\d{1,9})/(\\d{1,9})");
  private static final int BYTES = 16;

  private Ids() {}

  /**
   * The walk of a query: the first 128 bits of SHA-256 over the length of the source and both
   * texts, in hex. The length keeps ("ab", "c") and ("a", "bc") apart.
   *
   * @param source the query event's {@code source}
   * @param id the query event's {@code id}
   */
  public static String traversal(String source, String id) {
    if (source.isBlank() || id.isBlank()) {
      throw new IllegalArgumentException(
          "A query needs a source and an id, and these are \"%s\" and \"%s\"."
              .formatted(source, id));
    }
    var sourceBytes = source.getBytes(StandardCharsets.UTF_8);
    var digest = sha256();
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(sourceBytes.length).flip());
    digest.update(sourceBytes);
    digest.update(id.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  /** The id of a step and of the events about it. */
  public static String step(String traversal, int hop, int index) {
    return "%s/%d/%d".formatted(traversal, hop, index);
  }

  /**
   * The id of the event that ends a walk. Step 0/0 is the entry's decision or none at all, so no
   * call has it.
   */
  public static String end(String traversal) {
    return step(traversal, 0, 0);
  }

  /** The walk that a step's id names; empty when it is no such id. */
  public static Optional<String> traversalOf(String stepId) {
    var parts = STEP.matcher(stepId);
    return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
  }

  /** The {@code source} of what the router or a worker sends, a URI reference. */
  public static String source(String graph, String sender) {
    return "/octograph/%s/%s".formatted(graph, sender);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException("Every Java platform has SHA-256.", never);
    }
  }
}
