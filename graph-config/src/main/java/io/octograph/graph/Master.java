package io.octograph.graph;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A node that chooses among its neighbours with functional tokens.
 *
 * @param model folder of the base model, in onnxruntime-genai's layout
 * @param adapter name of the adapter (LoRA weights, functional-token rows and {@code master.json})
 *     in that folder
 * @param edges at least one neighbour
 * @param defaultNode the neighbour taken for <em>none</em> and below {@code minProbability}
 * @param minProbability 0 to 1; 0 accepts every decision
 * @param combine how the answers of parallel calls become one
 */
public record Master(
    String name,
    String description,
    String model,
    Optional<String> adapter,
    List<String> edges,
    Optional<String> defaultNode,
    double minProbability,
    Combine combine)
    implements Node {
  public Master {
    Objects.requireNonNull(name, "A master needs a name.");
    Objects.requireNonNull(description, "A master's description may be empty, but not null.");
    Objects.requireNonNull(model, "A master needs the folder of its model.");
    Objects.requireNonNull(adapter, "A master's adapter may be empty, but not null.");
    edges = List.copyOf(edges);
    Objects.requireNonNull(defaultNode, "A master's default node may be empty, but not null.");
    Objects.requireNonNull(combine, "A master needs a way to combine answers, e.g. headings.");
  }
}
