package io.octograph.router.event;

import io.octograph.event.Incoming;
import io.octograph.openai.Words;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Says to people why a broker gave an event up, without inner addresses. */
final class Undelivered {
  /** By what a broker says when it has no answer; the first that fits counts. */
  private static final Map<String, String> FAULTS =
      new TreeMap<>(
          Map.of(
              "connection refused", "could not be reached (connection refused)",
              "no such host", "could not be reached (its name is unknown)",
              "deadline exceeded", "gave no answer in time",
              "timeout", "gave no answer in time",
              "eof", "broke the connection off"));

  /** What only a broker's own words have, or a piece of JSON. */
  private static final List<String> INNER = List.of("://", "dial tcp", "dispatch error", "{", "<");

  private static final int LONGEST = 300;

  private Undelivered() {}

  /**
   * A sentence.
   *
   * @param who could not be reached, e.g. {@code physics_gpt}
   */
  static String reason(String who, Incoming.Dead dead) {
    return "%s %s after all retries.".formatted(who, what(dead));
  }

  private static String what(Incoming.Dead dead) {
    String said = dead.said().toLowerCase(Locale.ROOT);
    boolean inner = INNER.stream().anyMatch(said::contains);
    Optional<String> fault =
        FAULTS.keySet().stream().filter(said::contains).findFirst().map(FAULTS::get);
    if (inner && fault.isPresent()) {
      return fault.get();
    }
    if (!inner && !said.isBlank()) {
      return "still said \"%s\"".formatted(Words.clip(dead.said().strip(), LONGEST));
    }
    return dead.code().matches("[1-5]\\d\\d")
        ? "still answered with status " + dead.code()
        : fault.orElse("could not be reached");
  }
}
