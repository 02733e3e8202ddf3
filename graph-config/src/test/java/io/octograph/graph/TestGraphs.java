package io.octograph.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The graph files of the tests, and what reads them. */
final class TestGraphs {
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "VLLM_URL", "http://gpu-1:8000/v1",
          "VLLM_KEY", "sk-secret",
          "CAL_URL", "http://calendar.test",
          "SECRETLY_WRONG", "sk-secret",
          "WORD", "many",
          "EMPTY", "");

  private TestGraphs() {}

  static GraphReader reader() {
    return new GraphReader(name -> Optional.ofNullable(ENVIRONMENT.get(name)));
  }

  static Stream<Path> files(String folder) {
    try (Stream<Path> files = Files.list(Path.of(TestGraphs.class.getResource(folder).toURI()))) {
      List<Path> graphs = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      return graphs.stream();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("The test graphs in " + folder + " cannot be listed.", e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Problem> problems(String yaml) {
    return problems(yaml, "test.yaml");
  }

  static List<Problem> problems(String yaml, String source) {
    try {
      reader().read(yaml, source);
      return List.of();
    } catch (InvalidGraphException e) {
      return e.problems();
    }
  }

  static JsonSchema schema() {
    InputStream file = TestGraphs.class.getResourceAsStream("/schema/graph-v1.schema.json");
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(file);
  }

  /** What the schema says of a file, before its variables are filled, as in an editor. */
  static Set<ValidationMessage> schemaMessages(String yaml) {
    Report report = new Report("test.yaml");
    JsonNode json =
        YamlParser.parse(yaml, report).map(tree -> Json.of(tree, Yaml.Text::value)).orElseThrow();
    return schema().validate(json);
  }
}
