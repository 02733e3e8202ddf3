package io.octograph.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * A function of an agent node.
 *
 * @param token the functional token that calls it, unique in its node
 * @param name an identifier, unique in its node
 * @param docstring what it does, its parameters and what it returns
 * @param parameters a JSON Schema of type object
 */
public record Function(
    String token, String name, String docstring, JsonNode parameters, Action action) {
  public Function {
    Objects.requireNonNull(token, "A function needs a token, e.g. <fn_0>.");
    Objects.requireNonNull(name, "A function needs a name.");
    Objects.requireNonNull(docstring, "A function's docstring may be empty, but not null.");
    Objects.requireNonNull(parameters, "A function needs a JSON Schema of its parameters.");
    Objects.requireNonNull(action, "A function needs an action.");
  }
}
