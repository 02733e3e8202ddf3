package io.octograph.worker.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.graph.Action;
import io.octograph.openai.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP request that a function's arguments make: those that the address names stand in it; of
 * the others a GET and a DELETE make a query, the rest of the methods a JSON object.
 *
 * @param body empty for GET and DELETE
 */
record FunctionRequest(String method, URI url, Map<String, String> headers, Optional<byte[]> body) {
  private static final Pattern PARAMETER = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");

  /**
   * Fills an action.
   *
   * @param key of this call, sent so that the server can tell when it is made again
   * @throws IllegalArgumentException where an argument would change where the address leads
   */
  static FunctionRequest of(Action action, ObjectNode arguments, String key) {
    Set<String> used = new HashSet<>();
    StringBuilder address = new StringBuilder();
    Matcher parameter = PARAMETER.matcher(action.url());
    while (parameter.find()) {
      String name = parameter.group(1);
      String value = arguments.path(name).asText();
      if (value.isBlank() || value.equals(".") || value.equals("..")) {
        throw new IllegalArgumentException(
            "its %s, \"%s\", cannot stand in an address".formatted(name, value));
      }
      used.add(name);
      parameter.appendReplacement(address, Matcher.quoteReplacement(encoded(value)));
    }
    parameter.appendTail(address);
    ObjectNode others = arguments.deepCopy();
    others.remove(used);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    headers.put("Idempotency-Key", key);
    action.apiKey().ifPresent(secret -> headers.put("Authorization", "Bearer " + secret.value()));
    boolean bare = action.method().equals("GET") || action.method().equals("DELETE");
    if (bare) {
      URI url = URI.create(address + query(others, address.indexOf("?") >= 0));
      return new FunctionRequest(action.method(), url, headers, Optional.empty());
    }
    headers.put("Content-Type", "application/json");
    return new FunctionRequest(
        action.method(), URI.create(address + ""), headers, Optional.of(Json.bytes(others)));
  }

  private static String query(ObjectNode arguments, boolean begun) {
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : arguments.properties()) {
      JsonNode value = entry.getValue();
      Iterable<JsonNode> values = value.isArray() ? value : List.of(value);
      for (JsonNode one : values) {
        String text = one.isContainerNode() ? Json.text(one) : one.asText();
        pairs.add(encoded(entry.getKey()) + "=" + encoded(text));
      }
    }
    return pairs.isEmpty() ? "" : (begun ? "&" : "?") + String.join("&", pairs);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
