package io.octograph.traversal.event;

import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.Traversal;
import io.octograph.traversal.store.Origin;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The CloudEvents attributes of an event, beside {@code specversion}, {@code datacontenttype} and
 * {@code time}. A worker's Trigger filters on {@code type}, {@code graph} and {@code node}.
 *
 * @param type which event
 * @param source who sent it, a URI reference
 * @param id {@code traversal/hop/index}; unique within its source
 * @param graph the graph's name
 * @param graphversion the graph's version
 * @param node the worker that is called or has answered; empty where there is none
 * @param traversal the walk; empty for a query, whose walk is not begun yet
 * @param hop of the step
 * @param correlationid as the query had it; empty for none
 * @param replyid as the query had it; of an end without one the correlationid; empty for none
 */
public record Attributes(
    EventType type,
    String source,
    String id,
    String graph,
    int graphversion,
    String node,
    String traversal,
    int hop,
    String correlationid,
    String replyid) {
  public static final String GRAPH = "graph";
  public static final String GRAPH_VERSION = "graphversion";
  public static final String NODE = "node";
  public static final String TRAVERSAL = "traversal";
  public static final String HOP = "hop";

  /** Lets a client wait for the answer to its query; handed on unchanged. */
  public static final String CORRELATION_ID = "correlationid";

  /**
   * Names the query in its end, for clients that wait by it: as the query had it, else its {@code
   * correlationid}, as Knative's RequestReply wants it.
   */
  public static final String REPLY_ID = "replyid";

  /** Those of a call on its way to its worker. */
  public static Attributes of(Call call, Traversal traversal, Reply reply) {
    return new Attributes(
        EventType.CALL,
        Ids.source(traversal.graph(), "router"),
        call.id(),
        traversal.graph(),
        traversal.version(),
        call.node(),
        traversal.id(),
        call.hop(),
        reply.correlationid(),
        reply.replyid());
  }

  /** Those of a walk's end: an answer, or a failure. */
  public static Attributes of(Answer answer, Reply reply) {
    return new Attributes(
        answer.failed() ? EventType.FAILED : EventType.ANSWER,
        Ids.source(answer.receipt().graph(), "router"),
        Ids.end(answer.traversal()),
        answer.receipt().graph(),
        answer.receipt().version(),
        "",
        answer.traversal(),
        0,
        reply.correlationid(),
        reply.ofTheEnd());
  }

  /** Those of a query's failure where no walk could begin. */
  static Attributes refusal(Origin origin, String graph, int version) {
    var traversal = origin.traversal();
    return new Attributes(
        EventType.FAILED,
        Ids.source(graph, "router"),
        Ids.end(traversal),
        graph,
        version,
        "",
        traversal,
        0,
        origin.reply().correlationid(),
        origin.reply().ofTheEnd());
  }

  /** Those of what a worker sends for a call that had these: a result, or a failure. */
  public Attributes reply(EventType kind) {
    return new Attributes(
        kind,
        Ids.source(graph, node),
        id,
        graph,
        graphversion,
        node,
        traversal,
        hop,
        correlationid,
        replyid);
  }

  /** True for a walk's answer or failure, false for those of a call. */
  public boolean isEnd() {
    return type == EventType.ANSWER || (type == EventType.FAILED && node.isEmpty());
  }

  /** The extension attributes that are set, by name. */
  public Map<String, Object> extensions() {
    var extensions = new LinkedHashMap<String, Object>();
    extensions.put(GRAPH, graph);
    extensions.put(GRAPH_VERSION, graphversion);
    extensions.put(HOP, hop);
    Map.of(NODE, node, TRAVERSAL, traversal, CORRELATION_ID, correlationid, REPLY_ID, replyid)
        .forEach(
            (name, value) -> {
              if (!value.isEmpty()) {
                extensions.put(name, value);
              }
            });
    return extensions;
  }

  /** What a query asked to have handed on to its answer. */
  public record Reply(String correlationid, String replyid) {
    /** Nothing. */
    public static final Reply NONE = new Reply("", "");

    private String ofTheEnd() {
      return replyid.isEmpty() ? correlationid : replyid;
    }
  }
}
