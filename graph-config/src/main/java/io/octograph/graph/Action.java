package io.octograph.graph;

import java.util.Objects;

/**
 * The HTTP request that carries out a function.
 *
 * @param method GET, POST, PUT, PATCH or DELETE
 * @param url http or https; {@code {name}} stands for the parameter of that name
 */
public record Action(String method, String url) {
  public Action {
    Objects.requireNonNull(method, "An action needs a method, e.g. POST.");
    Objects.requireNonNull(url, "An action needs a url.");
  }
}
