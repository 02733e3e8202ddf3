package io.octograph.worker;

import io.octograph.function.CurrentGraph;
import io.octograph.function.OctographConfig;
import io.octograph.graph.Embedded;
import io.octograph.graph.Node;
import io.octograph.graph.Upstreams;
import io.octograph.graph.Worker;
import io.octograph.model.Models;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.HttpCaller;
import io.octograph.openai.RequestBody;
import io.octograph.openai.Turn;
import io.octograph.openai.Words;
import io.octograph.worker.agent.AgentNodes;
import io.octograph.worker.embedded.EmbeddedNodes;
import io.octograph.worker.upstream.UpstreamChat;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The nodes that this function serves. */
@Singleton
public class Nodes {
  private final CurrentGraph current;
  private final Optional<List<String>> served;
  private final UpstreamChat upstream;
  private final EmbeddedNodes embedded;
  private final AgentNodes agents;

  Nodes(
      CurrentGraph current,
      OctographConfig config,
      Models models,
      HttpCaller caller,
      InstantSource clock) {
    this.current = current;
    this.served = config.nodes().map(names -> names.stream().map(String::strip).toList());
    this.upstream = new UpstreamChat(caller, clock);
    this.embedded = new EmbeddedNodes(models, clock);
    this.agents = new AgentNodes(models, caller, clock);
  }

  /**
   * Answers a chat completion.
   *
   * @throws ApiException if there is no answer
   * @throws InterruptedException if the client has gone
   */
  public ChatAnswer answer(String name, RequestBody body) throws InterruptedException {
    return answer(name, body, Optional.empty());
  }

  /**
   * Answers a chat completion that may be asked for again.
   *
   * @param step names it, the same each time; functions that it calls learn from it that they were
   *     called before
   */
  public ChatAnswer answer(String name, RequestBody body, Optional<String> step)
      throws InterruptedException {
    Worker node = worker(name);
    Turn.read(body); // whoever answers, the messages must be messages
    if (!node.functions().isEmpty()) {
      return agents.answer(node, body, step);
    }
    return switch (node.endpoints()) {
      case Upstreams upstreams -> upstream.answer(node, upstreams, body);
      case Embedded here -> embedded.answer(node, body);
    };
  }

  /**
   * Makes a node ready to answer at once.
   *
   * @throws ApiException 404 if it is not served here, 503 if its model cannot be loaded
   */
  public void wake(String name) {
    Worker node = worker(name);
    if (!node.functions().isEmpty()) {
      agents.wake(node);
    } else if (node.endpoints() instanceof Embedded) {
      embedded.wake(node);
    }
  }

  /** The workers of the graph in use that are served here. */
  public List<Worker> all() {
    return current.graph().workerList().stream().filter(node -> isServed(node.name())).toList();
  }

  private Worker worker(String name) {
    Optional<Node> node = current.graph().find(name).filter(found -> isServed(name));
    if (node.orElse(null) instanceof Worker worker) {
      return worker;
    }
    String known = String.join(", ", all().stream().map(Worker::name).toList());
    String message = "No node named \"%s\" is served here. There are: %s.";
    throw ApiError.of(404, "unknown_node", message.formatted(Words.clip(name), known)).exception();
  }

  private boolean isServed(String name) {
    return served.map(names -> names.contains(name)).orElse(true);
  }
}
