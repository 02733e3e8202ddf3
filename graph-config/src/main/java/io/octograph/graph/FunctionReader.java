package io.octograph.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the field {@code functions} of an agent node. */
final class FunctionReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  private static final Pattern PARAMETER = Pattern.compile("\\{[A-Za-z_][A-Za-z0-9_]*}");

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
    return new Function(token, name, docstring, parameters(fields), action(fields));
  }

  private JsonNode parameters(Fields fields) {
    ObjectNode nothing = JsonNodeFactory.instance.objectNode().put("type", "object");
    Optional<Yaml> written = fields.yaml("parameters");
    if (written.isEmpty()) {
      return nothing;
    }
    JsonNode schema = Json.of(written.get(), fields::fill);
    if (!schema.path("type").asText().equals("object")) {
      fields.problem(
          "parameters",
          "parameters is no JSON Schema of type object.",
          "Write parameters: {type: object, properties: {title: {type: string}}}.");
      return nothing;
    }
    return schema;
  }

  private static Action action(Fields function) {
    if (!function.has("action")) {
      function.required("action", "{method: POST, url: \"http://localhost:9000/events\"}");
    }
    Optional<Fields> fields = function.part("action", "the action", Format.ACTION);
    if (fields.isEmpty()) {
      return new Action("POST", "");
    }
    String method = fields.get().choice("method", Format.METHODS, "POST");
    String url = fields.get().required("url", "http://localhost:9000/events");
    if (!url.isBlank() && Values.web(PARAMETER.matcher(url).replaceAll("x")).isEmpty()) {
      fields
          .get()
          .problem(
              "url",
              "url is \"%s\", which is no address.".formatted(fields.get().written("url")),
              "Write an http:// or https:// address; {name} stands for a parameter.");
    }
    return new Action(method, url);
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
