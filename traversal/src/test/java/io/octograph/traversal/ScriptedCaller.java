package io.octograph.traversal;

import io.octograph.graph.Graph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Workers that do what a script says. A node's text is {@code fail: why}, {@code busy: why}, or
 * what it answers; pieces are parted by {@code |} and come as deltas, and a last piece {@code cut:
 * why} breaks off. A node without a text answers with its name and what it was asked.
 */
public final class ScriptedCaller implements Caller {
  private final Map<String, String> texts = new HashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<String> woken = new CopyOnWriteArrayList<>();

  /** What a node does when it is called. */
  public ScriptedCaller on(String node, String text) {
    texts.put(node, text);
    return this;
  }

  /** The calls so far, in the order they came. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The nodes that were woken so far. */
  public List<String> woken() {
    return List.copyOf(woken);
  }

  @Override
  public void wake(Graph graph, String worker) {
    woken.add(worker);
  }

  @Override
  public Result call(Graph graph, Query query, Command.Send send, Consumer<Delta> deltas)
      throws CallException {
    calls.add(send.call());
    var pieces = text(send.call()).split("\\|");
    var content = new StringBuilder();
    for (var piece : pieces) {
      if (piece.startsWith("cut:")) {
        throw new CallException(piece.substring(4).strip(), true);
      }
      content.append(piece);
      if (pieces.length > 1) {
        deltas.accept(new Delta(piece, "raw " + piece));
      }
    }
    return new Result(
        send.call().id(),
        send.call().node(),
        content.toString(),
        "stop",
        new Usage(10, 20),
        Result.Times.UNKNOWN);
  }

  private String text(Call call) throws CallException {
    var text = texts.getOrDefault(call.node(), call.node() + " on: " + call.text());
    if (text.startsWith("fail:") || text.startsWith("busy:")) {
      throw new CallException(text.substring(5).strip(), text.startsWith("busy:"));
    }
    return text;
  }
}
