package io.octograph.router;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.graph.Graph;
import io.octograph.graph.Master;
import io.octograph.graph.Rewrite;
import io.octograph.graph.Worker;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.Words;
import io.octograph.traversal.Call;
import io.octograph.traversal.Chosen;
import io.octograph.traversal.Command;
import io.octograph.traversal.Decision;
import io.octograph.traversal.Message;
import io.octograph.traversal.Part;
import io.octograph.traversal.Query;
import io.octograph.traversal.RewriteGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What comes after answers that are there already, as a walk would decide it: the worker that
 * answered last says who decides among whom, where it has edges and a master; else the master at
 * which the request starts, among its own edges.
 *
 * @param graph where this is
 * @param master who decides
 * @param among whom it may choose
 * @param answers the answers so far, oldest first
 */
record NextStep(Graph graph, String master, List<String> among, List<Part> answers) {
  private static final String FIELD = "answers";

  /**
   * Reads the answers of a request.
   *
   * @throws ApiException 400 where an answer is not {@code {"node", "content"}} or nobody can
   *     decide, 422 where a node is unknown
   */
  static List<Part> answers(JsonNode list, Graph graph) {
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw invalid(Words.wrong(FIELD, list, "a list of {\"node\", \"content\"}"));
    }
    List<Part> answers = new ArrayList<>();
    for (JsonNode answer : list) {
      answers.add(answer(answer, graph, FIELD + "[" + answers.size() + "]"));
    }
    return List.copyOf(answers);
  }

  private static Part answer(JsonNode answer, Graph graph, String place) {
    JsonNode node = answer.path("node");
    JsonNode content = answer.path("content");
    if (!node.isTextual() || !content.isTextual()) {
      throw invalid(Words.wrong(place, answer, "{\"node\": a worker, \"content\": its answer}"));
    }
    if (!(graph.find(node.textValue()).orElse(null) instanceof Worker)) {
      String message = "%s.node is %s, which is no worker of the graph %s.";
      throw ApiError.unknown(
              FIELD, "unknown_node", message.formatted(place, Words.value(node), graph.name()))
          .exception();
    }
    return new Part(node.textValue(), "", Conversation.sound(content.textValue()));
  }

  static NextStep of(Graph graph, Query query, List<Part> answers) {
    Worker last = graph.worker(answers.getLast().node());
    if (last.master().isPresent() && !last.edges().isEmpty()) {
      return new NextStep(graph, last.master().get(), last.edges(), answers);
    }
    String start = query.node().isEmpty() ? graph.entry() : query.node();
    if (graph.node(start) instanceof Master master) {
      return new NextStep(graph, start, master.edges(), answers);
    }
    throw ApiError.invalid(
            "node",
            "node is %s, a worker; after answers a master decides, so give one or leave it out."
                .formatted(Words.clip(start)))
        .exception();
  }

  Command.Decide decide(Query query) {
    int calls = Math.max(1, graph.limits().calls() - answers.size());
    return new Command.Decide("route/1/0", master, among, query.text(), answers, calls);
  }

  /**
   * The route of a decision: no calls where it is <em>finish</em> or <em>none</em>, or where it is
   * in doubt, since then a walk ends with the answers it has.
   */
  Route route(Query query, Decision decision) {
    boolean doubted = decision.probability() < graph.master(master).minProbability();
    List<Call> calls = doubted ? List.of() : calls(query, decision.calls());
    List<String> path =
        Stream.concat(Stream.of(master), calls.stream().map(Call::node)).distinct().toList();
    return new Route(graph, calls, path, decision.top(), decision.times());
  }

  private List<Call> calls(Query query, List<Chosen> chosen) {
    // an empty list is no question for the guard
    if (chosen.isEmpty()) {
      return List.of();
    }
    String known =
        Stream.concat(
                query.messages().stream().map(Message::content),
                answers.stream().map(Part::content))
            .collect(Collectors.joining("\n"));
    List<String> rewrites = chosen.stream().map(Chosen::rewrite).toList();
    List<String> objections =
        query.rewrite()
            ? RewriteGuard.objections(query.text(), known, rewrites, false)
            : rewrites.stream().map(_ -> "No rewrite was asked for.").toList();
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      calls.add(call(query, chosen.get(i), i, objections.get(i)));
    }
    return List.copyOf(calls);
  }

  private Call call(Query query, Chosen chosen, int index, String objection) {
    boolean off =
        graph.node(chosen.node()) instanceof Worker worker && worker.rewrite() == Rewrite.OFF;
    String reason =
        off && objection.isEmpty()
            ? "The node takes every question as it was asked (rewrite: off)."
            : objection;
    return new Call(
        "route/2/" + index,
        2,
        index,
        chosen.node(),
        chosen.token(),
        chosen.probability(),
        query.text(),
        chosen.rewrite(),
        reason.isEmpty(),
        reason,
        reason.isEmpty() ? chosen.rewrite() : query.text());
  }

  private static ApiException invalid(String message) {
    return ApiError.invalid(FIELD, message).exception();
  }
}
