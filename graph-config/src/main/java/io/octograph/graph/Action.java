package io.octograph.graph;

import java.util.Objects;
import java.util.Optional;

/**
 * The HTTP request that carries out a function.
 *
 * @param method GET, POST, PUT, PATCH or DELETE
 * @param url http or https; {@code {name}} stands for the parameter of that name
 * @param apiKey sent as a bearer token
 */
public record Action(String method, String url, Optional<Secret> apiKey) {
  public Action {
    Objects.requireNonNull(method, "An action needs a method, e.g. POST.");
    Objects.requireNonNull(url, "An action needs a url.");
    Objects.requireNonNull(apiKey, "An action's key may be empty, but not null.");
  }
}
