package io.octograph.router;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.octograph.openai.Json;
import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.Receipt;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One line of JSON a request, and the metrics: what was routed where, never what was asked. */
@Singleton
public class AccessLog {
  private static final Logger LOG = Logger.getLogger("io.octograph.access");

  private final MeterRegistry metrics;

  AccessLog(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  void routed(Route route) {
    ObjectNode line =
        Json.object()
            .put("event", "route")
            .put("graph", route.graph().name())
            .put("version", route.graph().version());
    var calls = line.putArray("calls");
    for (Call call : route.calls()) {
      count("octograph.routes", call.node());
      calls
          .addObject()
          .put("node", call.node())
          .put("token", call.token())
          .put("probability", call.probability())
          .put("rewritten", call.rewritten());
    }
    line.put("first_token_ms", route.times().firstTokenMillis());
    line.put("total_ms", route.times().totalMillis());
    LOG.info(Json.text(line));
  }

  void walked(Answer answer, boolean streamed) {
    Receipt receipt = answer.receipt();
    ObjectNode line =
        Json.object()
            .put("event", "chat")
            .put("id", answer.traversal())
            .put("graph", receipt.graph())
            .put("version", receipt.version())
            .put("streamed", streamed)
            .put("reason", receipt.reason().text());
    receipt.path().forEach(line.putArray("path")::add);
    var calls = line.putArray("calls");
    for (Receipt.Called call : receipt.calls()) {
      metrics
          .timer("octograph.call", "node", call.node())
          .record(call.times().totalMillis(), TimeUnit.MILLISECONDS);
      calls
          .addObject()
          .put("node", call.node())
          .put("token", call.token())
          .put("probability", call.probability())
          .put("rewritten", call.rewritten())
          .put("failed", !call.failure().isEmpty())
          .put("total_ms", call.times().totalMillis());
    }
    line.put("prompt_tokens", receipt.usage().promptTokens());
    line.put("completion_tokens", receipt.usage().completionTokens());
    line.put("cost", receipt.cost());
    line.put("total_ms", receipt.totalMillis());
    metrics.counter("octograph.walks", "reason", receipt.reason().text()).increment();
    LOG.info(Json.text(line));
  }

  private void count(String name, String node) {
    metrics.counter(name, "node", node).increment();
  }
}
