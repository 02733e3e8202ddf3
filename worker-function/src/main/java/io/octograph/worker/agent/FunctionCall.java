package io.octograph.worker.agent;

import io.octograph.graph.Function;
import io.octograph.graph.Worker;
import io.octograph.model.master.FunctionDecider.Called;
import io.octograph.openai.CallFailure;
import io.octograph.openai.HttpCaller;
import io.octograph.openai.HttpReply;
import io.octograph.openai.Json;
import io.octograph.openai.Timeouts;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/** One call of one function. Redirects are not followed: the graph says what is called. */
final class FunctionCall {
  private static final Logger LOG = Logger.getLogger(FunctionCall.class);
  private static final int LONGEST_RESULT = 256 << 10;

  private final HttpCaller caller;
  private final Worker node;
  private final Function function;
  private final Called called;
  private final String id;

  FunctionCall(HttpCaller caller, Worker node, Function function, Called called, String id) {
    this.caller = caller;
    this.node = node;
    this.function = function;
    this.called = called;
    this.id = id;
  }

  Made make() throws InterruptedException {
    long begun = System.nanoTime();
    Made made = outcome(begun);
    LOG.infof(
        "Node %s called %s: status %d, %d ms",
        node.name(), function.name(), made.status(), made.millis());
    return made;
  }

  private Made outcome(long begun) throws InterruptedException {
    FunctionFailures failures = new FunctionFailures(node.name(), function);
    FunctionRequest request;
    try {
      var arguments = Json.object(called.arguments()).orElseThrow();
      request = FunctionRequest.of(function.action(), arguments, id);
    } catch (IllegalArgumentException e) {
      return Made.failed(called, id, 0, failures.unaddressable(e.getMessage()), millis(begun));
    }
    var timeouts = Timeouts.of(node.timeout());
    try (HttpReply reply =
        caller.send(request.method(), request.url(), request.headers(), request.body(), timeouts)) {
      byte[] body = reply.body(LONGEST_RESULT);
      String text = new String(body, StandardCharsets.UTF_8);
      String type = reply.header("Content-Type").orElse("");
      int status = reply.status();
      return status >= 200 && status < 300
          ? new Made(called, id, status, type, text, java.util.Optional.empty(), millis(begun))
          : Made.failed(called, id, status, failures.of(status, text), millis(begun));
    } catch (CallFailure e) {
      return Made.failed(called, id, 0, failures.of(e), millis(begun));
    }
  }

  private static long millis(long begun) {
    return (System.nanoTime() - begun) / 1_000_000;
  }
}
