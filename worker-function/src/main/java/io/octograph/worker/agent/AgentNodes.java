package io.octograph.worker.agent;

import io.octograph.graph.Function;
import io.octograph.graph.Worker;
import io.octograph.model.Models;
import io.octograph.model.master.Agents;
import io.octograph.model.master.FunctionDecider;
import io.octograph.model.master.FunctionDecider.Called;
import io.octograph.model.master.FunctionDecider.Decided;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.Completion;
import io.octograph.openai.HttpCaller;
import io.octograph.openai.RequestBody;
import io.octograph.worker.ChatAnswer;
import io.octograph.worker.embedded.Failures;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/** Answers for the nodes that call functions. */
public final class AgentNodes {
  private static final Logger LOG = Logger.getLogger(AgentNodes.class);
  private static final int MOST_CALLS = 4;

  private final Agents agents;
  private final HttpCaller caller;
  private final InstantSource clock;

  public AgentNodes(Models models, HttpCaller caller, InstantSource clock) {
    this.agents = new Agents(models);
    this.caller = caller;
    this.clock = clock;
  }

  /**
   * Loads the node's model and adapter, if that has not happened yet.
   *
   * @throws ApiException 503 if they cannot be loaded, or do not know the node's functions
   */
  public void wake(Worker node) {
    agent(node);
  }

  /**
   * Decides, calls, and says what came of it.
   *
   * @param id of the step that this answers, the same whenever it is tried again; a new one where
   *     nobody tries again
   * @throws ApiException if nothing could be decided, or no function gave a result
   * @throws InterruptedException if the client has gone
   */
  public ChatAnswer answer(Worker node, RequestBody body, Optional<String> id)
      throws InterruptedException {
    AgentRequest request = AgentRequest.read(body);
    Decided decided = decide(node, request.text());
    String step = id.orElseGet(() -> UUID.randomUUID().toString());
    List<Made> made = call(node, decided.calls(), step);
    if (made.isEmpty() && decided.cut().isPresent()) {
      throw FunctionFailures.cut(node.name(), decided.cut().get()).exception();
    }
    if (!made.isEmpty() && made.stream().noneMatch(one -> one.failure().isEmpty())) {
      throw FunctionFailures.worst(made).exception();
    }
    String name = "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
    Completion completion = new Completion(name, clock.instant().getEpochSecond());
    return new AgentReply(completion, node, decided, made).answer(request);
  }

  private Decided decide(Worker node, String text) throws InterruptedException {
    FunctionDecider agent = agent(node);
    try {
      return agent.decide(text, node.name(), node.timeout(), MOST_CALLS);
    } catch (RuntimeException e) {
      throw Failures.exception(e);
    }
  }

  /** All at once; they end together, and each one's failure is its own. */
  private List<Made> call(Worker node, List<Called> calls, String step)
      throws InterruptedException {
    List<Future<Made>> running = new ArrayList<>();
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      for (Called call : calls) {
        Function function =
            node.functions().stream()
                .filter(one -> one.name().equals(call.function()))
                .findFirst()
                .orElseThrow();
        String id = step + "/" + running.size();
        FunctionCall next = new FunctionCall(caller, node, function, call, id);
        running.add(threads.submit(next::make));
      }
      List<Made> made = new ArrayList<>();
      for (Future<Made> one : running) {
        made.add(one.get());
      }
      return made;
    } catch (ExecutionException e) {
      LOG.error("A function could not be called, in a way nobody foresaw", e.getCause());
      throw ApiError.of(500, "internal_error", "A function could not be called; the log has it.")
          .exception();
    } finally {
      threads.shutdownNow(); // whoever has gone waits for none of them
    }
  }

  private FunctionDecider agent(Worker node) {
    try {
      return agents.of(node);
    } catch (RuntimeException e) {
      throw Failures.exception(e);
    }
  }
}
