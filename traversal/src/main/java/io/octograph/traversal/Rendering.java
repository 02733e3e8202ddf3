package io.octograph.traversal;

import io.octograph.graph.ByWorker;
import io.octograph.traversal.Step.Phase;
import io.octograph.traversal.Step.Role;
import io.octograph.traversal.Tree.Standing;
import java.util.List;
import java.util.Map;

/**
 * Writes the walk's answer as far as it is settled. What it has written once it only ever adds to,
 * whatever comes later: so a client can be sent the difference, and the end is the whole answer.
 */
final class Rendering {
  private static final int LONGEST_TITLE = 100;

  private final Tree tree;
  private final Map<String, String> partials;
  private final StringBuilder text = new StringBuilder();
  private String unfinished = "";

  /**
   * What is settled.
   *
   * @param text the beginning of the answer
   * @param unfinished the call whose unfinished text it ends with; empty when there is none
   */
  record Settled(String text, String unfinished) {}

  private Rendering(Tree tree, Map<String, String> partials) {
    this.tree = tree;
    this.partials = partials;
  }

  /**
   * The settled beginning of the answer.
   *
   * @param partials by call id: what has arrived of the answers that are still being written
   */
  static Settled of(Tree tree, Map<String, String> partials) {
    var rendering = new Rendering(tree, partials);
    rendering.write(tree.root(), 2);
    return new Settled(rendering.text.toString(), rendering.unfinished);
  }

  /** The answer of one finished step. */
  static String of(Tree tree, Step step) {
    var rendering = new Rendering(tree, Map.of());
    rendering.write(step, 3);
    return rendering.text.toString();
  }

  /** Writes a step's answer; false when more is to come, so that nothing may follow it yet. */
  private boolean write(Step step, int depth) {
    if (step.open()) {
      if (step.calls() && !tree.mayGoOn(step)) {
        var partial = partials.getOrDefault(step.id(), "");
        text.append(partial);
        unfinished = partial.isEmpty() ? "" : step.id();
      }
      return false;
    }
    if (step.phase() != Phase.DONE) {
      text.append(step.partial());
      return tree.child(step, Role.FALLBACK).map(next -> write(next, depth)).orElse(true);
    }
    return step.calls() ? writeCall(step, depth) : writeDecision(step, depth);
  }

  private boolean writeCall(Step step, int depth) {
    var next = tree.child(step, Role.NEXT).filter(at -> tree.standing(at) != Standing.BAD);
    if (next.isPresent()) {
      return write(next.get(), depth);
    }
    text.append(step.result().content());
    return true;
  }

  private boolean writeDecision(Step step, int depth) {
    var parts = tree.children(step, Role.PART);
    if (parts.size() < 2) {
      return parts.isEmpty() || write(parts.getFirst(), depth);
    }
    if (tree.graph().master(step.node()).combine() instanceof ByWorker) {
      var join = tree.child(step, Role.JOIN);
      if (join.isPresent() && tree.standing(join.get()) != Standing.BAD) {
        return write(join.get(), depth);
      }
      if (join.isEmpty() && parts.stream().anyMatch(at -> tree.standing(at) == Standing.PENDING)) {
        return false;
      }
    }
    return writeParts(parts, depth);
  }

  private boolean writeParts(List<Step> parts, int depth) {
    boolean good = parts.stream().anyMatch(part -> tree.standing(part) == Standing.GOOD);
    for (var part : parts) {
      int before = text.length();
      writeHeading(part, depth);
      int body = text.length();
      var standing = tree.standing(part);
      if (standing == Standing.BAD) {
        text.append("No answer: ").append(reasons(part));
      } else if (!write(part, depth + 1)) {
        if (text.length() == body) {
          text.setLength(before);
        }
        return false;
      } else if (standing == Standing.BROKEN) {
        text.append("\n\nCut off: ").append(reasons(part));
      }
      // Before one part is good all may fail, and then there is no answer to put a note into.
      if (standing == Standing.BAD && !good) {
        text.setLength(before);
        return false;
      }
    }
    return true;
  }

  private String reasons(Step part) {
    return Texts.reasons(tree.failures(part));
  }

  private void writeHeading(Step part, int depth) {
    if (!text.isEmpty()) {
      text.append("\n\n");
    }
    text.repeat('#', Math.min(depth, 6)).append(' ').append(part.node());
    var title = Tree.asked(part).strip().lines().findFirst().orElse("");
    if (title.codePointCount(0, title.length()) > LONGEST_TITLE) {
      title = title.substring(0, title.offsetByCodePoints(0, LONGEST_TITLE)) + "…";
    }
    text.append(title.isEmpty() ? "" : ": " + title).append("\n\n");
  }
}
