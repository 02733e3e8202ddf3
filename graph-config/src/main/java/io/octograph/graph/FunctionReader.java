package io.octograph.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads the field {@code functions} of an agent node. */
final class FunctionReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  private static final Pattern PARAMETER = Pattern.compile("\\{[A-Za-z_][A-Za-z0-9_]*}");

  private static final ObjectNode NOTHING =
      JsonNodeFactory.instance.objectNode().put("type", "object");

  private final Reading reading;

  FunctionReader(Reading reading) {
    this.reading = reading;
  }

  List<Function> read(Fields worker, String path) {
    List<Function> functions = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> tokens = new HashSet<>();
    List<Yaml> items = worker.list("functions", "functions: and under it one \"- \" for each.");
    for (int i = 0; i < items.size(); i++) {
      String title = "function %d of %s".formatted(i + 1, path.substring(path.indexOf('/') + 1));
      Optional<String> node = Optional.of(path.substring(path.indexOf('/') + 1));
      Reading.Part part =
          new Reading.Part(Lines.path(path, "functions", i), title, node, Format.FUNCTION);
      Fields fields = reading.fields(items.get(i), part);
      Function function = function(fields);
      once(fields, "name", function.name(), names);
      once(fields, "token", function.token(), tokens);
      functions.add(function);
    }
    return functions;
  }

  private Function function(Fields fields) {
    String token = fields.required("token", "<fn_0>");
    if (token.chars().anyMatch(Character::isWhitespace)) {
      fields.problem("token", "The token \"%s\" has a space.".formatted(token), "Write <fn_0>.");
    }
    String name = fields.required("name", "create_event");
    if (!name.isBlank() && !NAME.matcher(name).matches()) {
      fields.problem(
          "name",
          "\"%s\" is no name of a function.".formatted(Fields.clip(name)),
          "Write letters, digits and underscores, a letter first, at most 64, e.g. create_event.");
    }
    String docstring = fields.required("docstring", "Creates an event in the calendar");
    Optional<JsonNode> parameters = parameters(fields, name);
    return new Function(
        token, name, docstring, parameters.orElse(NOTHING), action(fields, parameters));
  }

  /** Empty after a problem. */
  private static Optional<JsonNode> parameters(Fields fields, String name) {
    Optional<Yaml> written = fields.yaml("parameters");
    if (written.isEmpty()) {
      return Optional.of(NOTHING);
    }
    JsonNode schema = Json.of(written.get(), fields::fill);
    SchemaReader reader = new SchemaReader();
    reader.parameters(schema);
    for (Keywords.Wrong wrong : reader.problems()) {
      String what = "The function %s: %s".formatted(Fields.clip(name), wrong.what());
      fields.problem("parameters", what, wrong.mend());
    }
    return reader.problems().isEmpty() ? Optional.of(schema) : Optional.empty();
  }

  private static Action action(Fields function, Optional<JsonNode> parameters) {
    if (!function.has("action")) {
      function.required("action", "{method: POST, url: \"http://localhost:9000/events\"}");
    }
    Optional<Fields> fields = function.part("action", "the action", Format.ACTION);
    if (fields.isEmpty()) {
      return new Action("POST", "", Optional.empty());
    }
    String method = fields.get().choice("method", Format.METHODS, "POST");
    String url = fields.get().required("url", "http://localhost:9000/events");
    if (!url.isBlank()) {
      checkUrl(fields.get(), url);
      parameters.ifPresent(schema -> checkSlots(fields.get(), url, schema));
    }
    return new Action(method, url, key(fields.get()));
  }

  private static void checkUrl(Fields action, String url) {
    Optional<URI> address = Values.web(PARAMETER.matcher(url).replaceAll("x"));
    if (address.isEmpty()) {
      action.problem(
          "url",
          "url is \"%s\", which is no address.".formatted(action.written("url")),
          "Write an http:// or https:// address; {name} stands for a parameter.");
      return;
    }
    String[] parts = url.split("[/?#]", 4);
    if (parts[2].contains("{")) {
      action.problem(
          "url",
          "url is \"%s\": what is called would depend on the query."
              .formatted(action.written("url")),
          "Put parameters only into the path or after the question mark.");
    }
  }

  private static void checkSlots(Fields action, String url, JsonNode parameters) {
    for (MatchResult found : PARAMETER.matcher(url).results().toList()) {
      String name = found.group().substring(1, found.group().length() - 1);
      String type = parameters.path("properties").path(name).path("type").asText();
      boolean required = false;
      for (JsonNode one : parameters.path("required")) {
        required |= one.asText().equals(name);
      }
      if (!required || type.equals("object") || type.equals("array")) {
        action.problem(
            "url",
            "url has {%s}, which is no required parameter of one value.".formatted(name),
            "Add it to the properties and to required, or take it out of the address.");
      }
    }
  }

  /** Its key comes from the environment: a graph is no place for secrets. */
  private static Optional<Secret> key(Fields action) {
    boolean plain =
        action
            .yaml("api-key")
            .filter(yaml -> yaml instanceof Yaml.Text text && !Variables.in(text.value()))
            .isPresent();
    if (plain) {
      action.problem(
          "api-key",
          "api-key is written out.",
          "Take it from the environment: \"${CALENDAR_KEY}\".");
      return Optional.empty();
    }
    return action.secret("api-key").filter(secret -> !secret.value().isEmpty());
  }

  private static void once(Fields fields, String field, String value, Set<String> seen) {
    if (!value.isBlank() && !seen.add(value)) {
      fields.problem(
          field,
          "The %s %s is given to two functions.".formatted(field, value),
          "Give each function a %s of its own.".formatted(field));
    }
  }
}
