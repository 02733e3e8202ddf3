package io.octograph.graph;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A node that answers.
 *
 * @param promptStyle how a query must be put to it; may be empty
 * @param systemPrompt the system message it is given; may be empty
 * @param endpoints where its model runs
 * @param rewrite what happens to a query on its way here
 * @param fallback other workers, tried in this order before the first byte of an answer
 * @param timeout longest wait for one answer, positive
 * @param edges neighbours to which a walk may go on after this node's answer
 * @param master the master whose adapter decides among {@code edges}; not needed for a single edge
 * @param functions of an agent node (second level); empty for a node that only answers
 * @param model folder of the model that chooses among {@code functions}, or of an embedded node
 * @param adapter name of that model's adapter
 */
public record Worker(
    String name,
    String description,
    String promptStyle,
    String systemPrompt,
    Endpoints endpoints,
    Rewrite rewrite,
    List<String> fallback,
    Duration timeout,
    Price price,
    Scale scale,
    List<String> edges,
    Optional<String> master,
    List<Function> functions,
    Optional<String> model,
    Optional<String> adapter)
    implements Node {
  public Worker {
    Objects.requireNonNull(name, "A worker needs a name.");
    Objects.requireNonNull(description, "A worker's description may be empty, but not null.");
    Objects.requireNonNull(promptStyle, "A worker's prompt style may be empty, but not null.");
    Objects.requireNonNull(systemPrompt, "A worker's system prompt may be empty, but not null.");
    Objects.requireNonNull(endpoints, "A worker needs endpoints, embedded or upstream.");
    Objects.requireNonNull(rewrite, "A worker needs a way to rewrite, e.g. replace.");
    fallback = List.copyOf(fallback);
    Objects.requireNonNull(timeout, "A worker needs a timeout, e.g. 60 s.");
    Objects.requireNonNull(price, "A worker needs a price, e.g. Price.FREE.");
    Objects.requireNonNull(scale, "A worker needs a scale, e.g. Scale.DEFAULT.");
    edges = List.copyOf(edges);
    Objects.requireNonNull(master, "A worker's master may be empty, but not null.");
    functions = List.copyOf(functions);
    Objects.requireNonNull(model, "A worker's model may be empty, but not null.");
    Objects.requireNonNull(adapter, "A worker's adapter may be empty, but not null.");
  }
}
