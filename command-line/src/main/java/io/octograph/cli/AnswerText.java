package io.octograph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.cli.http.AnswerListener;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints an answer while it comes: each call's node, token, probability and rewrite as soon as the
 * router tells them, then the answer's text, then the times.
 */
final class AnswerText implements AnswerListener {
  private final Terminal terminal;
  private final InstantSource clock;
  private final Instant asked;
  private final List<Boolean> told = new ArrayList<>();
  private Instant routed;
  private Instant spoke;
  private String ended = "stop";
  private boolean lineOpen;

  AnswerText(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
    this.asked = clock.instant();
  }

  @Override
  public void octograph(JsonNode object) {
    if (routed == null) {
      routed = clock.instant();
    }
    JsonNode calls = object.path("calls");
    for (int i = 0; i < calls.size(); i++) {
      tell(i, calls);
    }
    ended = object.path("reason").asText("stop");
    terminal.out().flush();
  }

  private void tell(int index, JsonNode calls) {
    JsonNode call = calls.get(index);
    if (index == told.size()) {
      terminal.clear();
      closeLine();
      String place = calls.size() > 1 ? (index + 1) + ". " : "";
      terminal.out().println(place + heading(call));
      told.add(false);
    }
    if (!told.get(index) && call.has("rewritten")) {
      terminal.out().println(rewrite(call));
      told.set(index, true);
    }
    String failure = safe(call, "failure");
    if (!failure.isEmpty()) {
      closeLine();
      terminal.note(safe(call, "node") + " failed: " + failure);
    }
  }

  private String heading(JsonNode call) {
    StringBuilder line = new StringBuilder(terminal.bold(safe(call, "node")));
    if (call.path("token").isTextual()) {
      line.append("  ").append(safe(call, "token"));
    }
    if (call.path("probability").isNumber()) {
      double percent = 100 * call.get("probability").asDouble();
      line.append(String.format(Locale.ROOT, "  %.1f %%", percent));
    }
    return line.toString();
  }

  private static String rewrite(JsonNode call) {
    if (call.get("rewritten").asBoolean()) {
      return "  asked: " + safe(call, "rewrite");
    }
    String reason = safe(call, "reason");
    return "  asked: your own words" + (reason.isEmpty() ? "" : " (" + reason + ")");
  }

  @Override
  public void text(String piece) {
    PrintStream out = terminal.out();
    if (spoke == null) {
      spoke = clock.instant();
      terminal.clear();
      out.println();
    }
    out.print(Terminal.safe(piece));
    out.flush();
    lineOpen = !piece.endsWith("\n");
  }

  /** The answer is complete. */
  void end() {
    closeLine();
    if (spoke == null) {
      terminal.note("The node answered with no text.");
    }
    if (!ended.equals("stop")) {
      terminal.note(
          "The walk ended early: " + Terminal.safe(ended) + ". The answer is what it had.");
    }
    Instant now = clock.instant();
    StringBuilder times = new StringBuilder("\n");
    if (routed != null) {
      times.append("node after ").append(seconds(routed)).append(", ");
    }
    if (spoke != null) {
      times.append("first words after ").append(seconds(spoke)).append(", ");
    }
    terminal.note(times.append("done after ").append(seconds(now)).toString());
  }

  private void closeLine() {
    if (lineOpen) {
      terminal.out().println();
      terminal.out().flush();
      lineOpen = false;
    }
  }

  private String seconds(Instant then) {
    double seconds = Duration.between(asked, then).toMillis() / 1000.0;
    return String.format(Locale.ROOT, "%.2f s", seconds);
  }

  private static String safe(JsonNode call, String field) {
    return Terminal.safe(call.path(field).asText("")).replace('\n', ' ');
  }
}
