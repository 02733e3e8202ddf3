package io.octograph.traversal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Passes on the answer while it is being written, as far as it can no longer change. */
final class Stream {
  private final Walker walker;
  private final WalkListener listener;
  private final Map<String, StringBuilder> arrived = new HashMap<>();
  private final Set<String> verbatim = new HashSet<>();
  private final Set<String> seen = new HashSet<>();
  private int passedOn;

  Stream(Walker walker, WalkListener listener) {
    this.walker = walker;
    this.listener = listener;
  }

  void sent(Command.Send send) {
    arrived.put(send.call().id(), new StringBuilder());
    if (send.last()) {
      verbatim.add(send.call().id());
    }
  }

  /** A piece of a call's text; one of a call that is over is dropped. */
  void arrived(Traversal traversal, String callId, Caller.Delta delta) {
    var text = arrived.get(callId);
    if (text == null) {
      return;
    }
    text.append(delta.text());
    if (verbatim.contains(callId)) {
      passedOn += delta.text().length();
      seen.add(callId);
      listener.text(delta);
    } else {
      settle(traversal);
    }
  }

  /** Passes on what has become settled. */
  void settle(Traversal traversal) {
    var settled = walker.settled(traversal, partials());
    if (settled.text().length() > passedOn) {
      var more = settled.text().substring(passedOn);
      passedOn = settled.text().length();
      seen.add(settled.unfinished());
      listener.text(Caller.Delta.of(more));
    }
  }

  /** The result with the text that came in pieces, where it did. */
  Result whole(Result result) {
    var text = arrived.remove(result.callId());
    return text == null || text.isEmpty()
        ? result
        : new Result(
            result.callId(),
            result.node(),
            text.toString(),
            result.finishReason(),
            result.usage(),
            result.times());
  }

  /** A failure with what the client has seen of that call. */
  Outcome withPartial(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed failed ->
          new Outcome.Failed(
              failed.id(),
              failed.reason(),
              failed.passing(),
              seen.contains(failed.id()),
              over(failed.id()));
      case Outcome.TimedOut late ->
          new Outcome.TimedOut(late.id(), seen.contains(late.id()), over(late.id()));
      default -> outcome;
    };
  }

  Map<String, String> partials() {
    return arrived.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toString()));
  }

  private String over(String callId) {
    var text = arrived.remove(callId);
    return text != null && seen.contains(callId) ? text.toString() : "";
  }
}
