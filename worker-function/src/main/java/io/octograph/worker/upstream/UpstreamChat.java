package io.octograph.worker.upstream;

import io.octograph.graph.Endpoint;
import io.octograph.graph.Upstreams;
import io.octograph.graph.Worker;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.HttpCaller;
import io.octograph.openai.RequestBody;
import io.octograph.worker.ChatAnswer;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Puts a client's request to the servers behind a node, one endpoint after the other until one
 * begins to answer. Only addresses of the graph are called.
 */
public final class UpstreamChat {
  private static final Logger LOG = Logger.getLogger(UpstreamChat.class);

  private final HttpCaller caller;
  private final InstantSource clock;
  private final Map<String, Balancer> balancers = new ConcurrentHashMap<>();

  public UpstreamChat(HttpCaller caller, InstantSource clock) {
    this.caller = caller;
    this.clock = clock;
  }

  /**
   * Asks the node's servers.
   *
   * @throws ApiException if none begins to answer, or one refuses for good
   * @throws InterruptedException if the client has gone
   */
  public ChatAnswer answer(Worker node, Upstreams upstreams, RequestBody body)
      throws InterruptedException {
    Balancer balancer = balancer(node.name(), upstreams.list());
    Attempt attempt = new Attempt(caller, clock, node, body);
    Set<Balancer.Line> tried = new HashSet<>();
    Optional<ApiError> failed = Optional.empty();
    for (Optional<Balancer.Line> line = balancer.next(tried);
        line.isPresent();
        line = balancer.next(tried)) {
      tried.add(line.get());
      switch (attempt.at(line.get())) {
        case Attempt.Answered(ChatAnswer answer) -> {
          return answer;
        }
        case Attempt.Elsewhere(ApiError error) -> {
          LOG.warn(error.message());
          failed = Optional.of(error);
        }
      }
    }
    throw failed.orElseGet(() -> Refusal.allResting(node.name(), balancer.pause())).exception();
  }

  /** Kept over reloads of the graph as long as the node's endpoints stay the same. */
  private Balancer balancer(String node, List<Endpoint> endpoints) {
    return balancers.compute(
        node,
        (name, known) ->
            known != null && known.serves(endpoints) ? known : new Balancer(endpoints, clock));
  }
}
