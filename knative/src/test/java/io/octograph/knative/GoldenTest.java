package io.octograph.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What is rendered, file by file. After a change that is meant: {@code mvn -pl knative -am test
 * -Dtest=GoldenTest -Dsurefire.failIfNoSpecifiedTests=false -Doctograph.golden=write}, then read
 * the difference.
 */
class GoldenTest {
  private static final List<String> GRAPHS = Graphs.NAMES;
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @ParameterizedTest
  @FieldSource("GRAPHS")
  void rendersAsBefore(String name) throws IOException {
    SortedMap<String, String> rendered = new TreeMap<>(Graphs.render(name).files());
    rendered.keySet().removeIf(path -> !path.startsWith("graph/"));
    Path folder = GOLDEN.resolve(name);
    if ("write".equals(System.getProperty("octograph.golden"))) {
      write(folder, rendered);
    }
    assertThat(read(folder)).isEqualTo(rendered);
  }

  private static SortedMap<String, String> read(Path folder) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(path).toString().replace('\\', '/');
        files.put("graph/" + name, Files.readString(path));
      }
    }
    return files;
  }

  private static void write(Path folder, SortedMap<String, String> files) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.filter(Files::isRegularFile).toList()) {
          Files.delete(path);
        }
      }
    }
    for (var file : files.entrySet()) {
      Path path = folder.resolve(file.getKey().substring("graph/".length()));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }
}
