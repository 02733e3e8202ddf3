package io.octograph.router.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.openai.Json;
import io.octograph.router.ReceiptJson;
import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.Step;
import io.octograph.traversal.Traversal;
import io.octograph.traversal.store.StoredWalk;
import java.util.Locale;

/** Shows a stored walk to its client: the same while it runs and when it has ended. */
final class QueryJson {
  private QueryJson() {}

  /** {@code queued}, {@code running}, {@code done} or {@code failed}. */
  static String status(StoredWalk walk) {
    Answer answer = walk.traversal().answer();
    if (answer == null) {
      return walk.revision() == 0 ? "queued" : "running";
    }
    return answer.failed() ? "failed" : "done";
  }

  /** Where it can be looked at. */
  static String address(StoredWalk walk) {
    return "/v1/queries/" + walk.id();
  }

  /** What a client gets when it asks, before anything came of it. */
  static ObjectNode brief(StoredWalk walk) {
    String self = address(walk);
    ObjectNode json =
        Json.object()
            .put("id", walk.id())
            .put("status", status(walk))
            .put("graph", walk.traversal().graph())
            .put("version", walk.traversal().version());
    json.putObject("links").put("self", self).put("events", self + "/events");
    return json;
  }

  static ObjectNode of(StoredWalk walk) {
    Traversal traversal = walk.traversal();
    ObjectNode json = brief(walk);
    ArrayNode path = json.putArray("path");
    ArrayNode decisions = json.putArray("decisions");
    ArrayNode calls = json.putArray("calls");
    for (Step step : traversal.steps()) {
      if (step.phase() != Step.Phase.DENIED) {
        path.add(step.node());
      }
      if (step.call() == null) {
        decisions.add(decision(step));
      } else {
        calls.add(call(step));
      }
    }
    if (traversal.finished()) {
      ended(json, traversal.answer());
    }
    return json;
  }

  static ObjectNode decision(Step step) {
    ObjectNode json =
        Json.object().put("id", step.id()).put("master", step.node()).put("state", state(step));
    if (step.decision() != null) {
      ArrayNode nodes = json.putArray("nodes");
      step.decision().calls().forEach(chosen -> nodes.add(chosen.node()));
      json.put("kind", step.decision().kind().name().toLowerCase(Locale.ROOT));
      json.put("probability", step.decision().probability());
    }
    return failure(json, step);
  }

  static ObjectNode call(Step step) {
    Call call = step.call();
    ObjectNode json =
        Json.object()
            .put("id", step.id())
            .put("node", call.node())
            .put("token", call.token())
            .put("probability", call.probability())
            .put("rewrite", call.rewrite())
            .put("rewritten", call.rewritten())
            .put("reason", call.reason())
            .put("state", state(step));
    return failure(json, step);
  }

  private static void ended(ObjectNode json, Answer answer) {
    if (!answer.failed() || !answer.content().isEmpty()) {
      json.put("answer", answer.content());
    }
    json.put("finish_reason", answer.finishReason());
    if (answer.failed()) {
      json.putObject("failure").put("reason", answer.failure()).put("passing", answer.passing());
    }
    json.set("receipt", ReceiptJson.of(answer.receipt()));
  }

  private static ObjectNode failure(ObjectNode json, Step step) {
    return step.failure().isEmpty() ? json : json.put("failure", step.failure());
  }

  private static String state(Step step) {
    return switch (step.phase()) {
      case OPEN -> "running";
      case DONE -> "done";
      case FAILED -> "failed";
      case DENIED -> "denied";
    };
  }
}
