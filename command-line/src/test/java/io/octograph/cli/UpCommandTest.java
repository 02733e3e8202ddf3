package io.octograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.cli.process.Launch;
import io.octograph.cli.process.Ports;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpCommandTest {
  @TempDir Path folder;
  private Run program;

  @BeforeEach
  void start() {
    program = new Run(folder);
  }

  @Test
  void givesTheFunctionsTheirEnvironment() throws IOException {
    for (String module : List.of("router-function", "worker-function")) {
      Path jar = folder.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
      Files.createDirectories(jar.getParent());
      Files.createFile(jar);
    }
    Files.writeString(folder.resolve("my graph.yaml"), "graph: mine");

    List<Launch> launches = functions(program.context().graph("my graph.yaml")).launches();

    assertThat(launches).extracting(Launch::name).containsExactly("worker", "router");
    assertThat(launches.getLast().environment())
        .containsEntry("OCTOGRAPH_GRAPH", folder.resolve("my graph.yaml").toString())
        .containsEntry("OCTOGRAPH_MODELS", folder.resolve("models").toString())
        .containsEntry("OCTOGRAPH_PORT", "9000")
        .containsEntry("OCTOGRAPH_WORKER_PORT", "9001")
        .containsEntry("OCTOGRAPH_WORKER_URL", "http://localhost:9001")
        .containsEntry("QUARKUS_HTTP_HOST", "localhost")
        .containsEntry("OCTOGRAPH_NODES", "")
        .containsEntry("ORT_DISABLE_TELEMETRY", "1")
        .containsEntry("OPT_OUT_TRACKING", "true");
    assertThat(launches.getLast().ready()).hasToString("http://localhost:9000/q/health/ready");
  }

  @Test
  void theGraphIsTheOptionThenTheVariableThenMmlu() {
    assertThat(program.context().graph(null)).isEqualTo("mmlu");
    program.environment.put("OCTOGRAPH_GRAPH", "starter");
    assertThat(program.context().graph(null)).isEqualTo("starter");
    assertThat(program.context().graph("mmlu")).isEqualTo("mmlu");
  }

  @Test
  void namesAPortThatIsInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      int port = taken.getLocalPort();

      assertThat(program.run("up", "--port", "" + port)).isEqualTo(1);
      assertThat(program.err())
          .contains("Another program uses port " + port)
          .contains("./octograph up --port " + (port + 10));
    }
  }

  @Test
  void knowsAnOctographThatRunsAlready() throws IOException {
    try (ScriptedRouter router = new ScriptedRouter()) {
      assertThat(program.run("up", "--port", "" + router.port())).isEqualTo(1);
      assertThat(program.err()).contains("An Octograph runs on port " + router.port());
    }
  }

  @Test
  void saysThatTheFunctionsAreNotBuilt() throws IOException {
    List<Integer> ports = Ports.pick(2);
    String router = ports.getFirst().toString();
    String worker = ports.getLast().toString();

    assertThat(program.run("up", "--port", router, "--worker-port", worker)).isEqualTo(1);
    assertThat(program.err()).contains("is not built");
  }

  @Test
  void greetsWithTheAddresses() {
    assertThat(UpCommand.greeting(functions("mmlu")))
        .contains("graph mmlu", "http://localhost:9000", "http://localhost:9001", "Ctrl-C");
  }

  private Functions functions(String graph) {
    return new Functions(program.context(), graph, 9000, 9001, folder.resolve("logs"));
  }
}
