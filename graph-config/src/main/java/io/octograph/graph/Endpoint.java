package io.octograph.graph;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One OpenAI-compatible server behind a worker.
 *
 * @param url base address as the OpenAI clients take it, e.g. {@code http://gpu-1:8000/v1}
 * @param model name of the model (or LoRA) there
 * @param weight share of the requests among a worker's endpoints, 1 to 1000
 * @param parameters how many its model has, from 1,000 to 10^15; empty where nobody says
 */
public record Endpoint(
    URI url, String model, Optional<Secret> apiKey, int weight, OptionalLong parameters) {
  public Endpoint {
    Objects.requireNonNull(url, "An endpoint needs a url.");
    Objects.requireNonNull(model, "An endpoint needs the name of a model.");
    Objects.requireNonNull(apiKey, "An endpoint's key may be empty, but not null.");
    Objects.requireNonNull(parameters, "An endpoint's parameters may be empty, but not null.");
  }
}
