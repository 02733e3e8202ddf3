package io.octograph.traversal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A decider that does what a script says; the first line that fits an ask counts. A line's text is
 * {@code finish}, {@code none}, {@code fail: why}, {@code busy: why}, or calls such as {@code
 * math_gpt 0.9: Compute 1 + 1. | physics_gpt 0.8: Why?}; without a rewrite the question is copied.
 */
public final class ScriptedDecider implements Decider {
  private static final Pattern CALL = Pattern.compile("\\s*([\\w-]+) ([\\d.]+)(?:: ?(.*?))?\\s*");

  private record Line(Predicate<Ask> fits, String text) {}

  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final List<Ask> asked = new CopyOnWriteArrayList<>();

  /** What a master says to every question before there is an answer. */
  public ScriptedDecider on(String master, String text) {
    return when(ask -> ask.master().name().equals(master) && ask.answers().isEmpty(), text);
  }

  /** What a master says right after a node has answered. */
  public ScriptedDecider after(String node, String text) {
    return when(
        ask -> !ask.answers().isEmpty() && ask.answers().getLast().node().equals(node), text);
  }

  /** What is said to asks of some kind. */
  public ScriptedDecider when(Predicate<Ask> fits, String text) {
    lines.add(new Line(fits, text));
    return this;
  }

  /** What it was asked so far. */
  public List<Ask> asked() {
    return List.copyOf(asked);
  }

  @Override
  public Decision decide(Ask ask, Consumer<Chosen> early) throws DecisionException {
    asked.add(ask);
    var decision = decision(ask);
    decision
        .calls()
        .forEach(
            call -> early.accept(new Chosen(call.node(), call.token(), call.probability(), "")));
    return decision;
  }

  /** The decision without a trace of the ask. */
  public Decision decision(Ask ask) throws DecisionException {
    var text =
        lines.stream()
            .filter(line -> line.fits().test(ask))
            .findFirst()
            .map(Line::text)
            .orElseThrow(
                () -> new DecisionException("The script has no line for " + ask + ".", false));
    if (text.startsWith("fail:") || text.startsWith("busy:")) {
      throw new DecisionException(text.substring(5).strip(), text.startsWith("busy:"));
    }
    return switch (text) {
      case "finish" -> Decision.finish(0.9, List.of(), Decision.Times.UNKNOWN);
      case "none" -> Decision.none(0.9, List.of(), Decision.Times.UNKNOWN);
      default -> calls(ask, text);
    };
  }

  private static Decision calls(Ask ask, String text) {
    var calls = new ArrayList<Chosen>();
    for (var part : text.split("\\|")) {
      var call = CALL.matcher(part);
      if (!call.matches()) {
        throw new IllegalArgumentException("The script's \"" + part + "\" is no call.");
      }
      var copied = call.group(3) == null ? ask.question() : call.group(3);
      var rewrite = ask.rewrite() ? copied : "";
      var token = "<" + call.group(1) + ">";
      calls.add(new Chosen(call.group(1), token, Double.parseDouble(call.group(2)), rewrite));
    }
    var top = calls.stream().map(call -> new Choice(call.node(), call.probability())).toList();
    return Decision.calls(calls, top, false, Decision.Times.UNKNOWN);
  }
}
