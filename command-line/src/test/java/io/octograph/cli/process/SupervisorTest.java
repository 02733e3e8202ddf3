package io.octograph.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.cli.http.Readiness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real child processes: Java programs of one file. */
class SupervisorTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SERVER =
      """
      import com.sun.net.httpserver.HttpServer;
      import java.net.InetSocketAddress;

      void main(String[] arguments) throws Exception {
        var server = HttpServer.create(new InetSocketAddress(Integer.parseInt(arguments[0])), 0);
        server.createContext("/q/health/ready", exchange -> {
          boolean up = arguments.length == 1;
          byte[] body = (up
              ? "{\\"status\\": \\"UP\\"}"
              : "{\\"status\\": \\"DOWN\\", \\"checks\\": [{\\"status\\": \\"DOWN\\","
                  + "\\"data\\": {\\"problem\\": \\"no model\\"}}]}").getBytes();
          exchange.sendResponseHeaders(up ? 200 : 503, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
        server.createContext("/die", exchange -> System.exit(3));
        server.start();
        IO.println("graph is " + System.getenv("OCTOGRAPH_GRAPH"));
        IO.println("nodes are " + System.getenv("OCTOGRAPH_NODES"));
      }
      """;

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Readiness readiness = new Readiness(http);

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void waitsUntilChildrenAreReadyAndStopsThem() throws Exception {
    int port = Ports.pick(1).getFirst();
    Launch server = server("server", port);

    try (Supervisor supervisor = start(server)) {
      supervisor.awaitReady(PATIENCE, name -> {});

      assertThat(Ports.free(port)).isFalse();
    }

    assertThat(Ports.free(port)).isTrue();
    assertThat(server.log()).content().contains("graph is mmlu", "nodes are null");
  }

  @Test
  void oneThatDiesIsNamedWithTheEndOfItsLog() throws Exception {
    int port = Ports.pick(1).getFirst();
    Launch broken = program("broken", "void main() { IO.println(\"no disk\"); System.exit(7); }");

    try (Supervisor supervisor = start(server("server", port), broken)) {
      assertThatThrownBy(
              () -> {
                supervisor.awaitReady(PATIENCE, name -> {});
                supervisor.awaitEnd();
              })
          .isInstanceOf(ChildEnded.class)
          .hasMessageContaining("broken ended with code 7")
          .hasMessageContaining("no disk");
    }

    assertThat(Ports.free(port)).isTrue();
  }

  @Test
  void theCauseIsNotHiddenByAStackTrace() throws Exception {
    Launch broken =
        program(
            "broken",
            """
            void deep(int calls) {
              if (calls == 0) throw new IllegalStateException("no graph; give one");
              deep(calls - 1);
            }

            void main() { deep(40); }
            """);

    try (Supervisor supervisor = start(broken)) {
      assertThatThrownBy(() -> supervisor.awaitReady(PATIENCE, name -> {}))
          .hasMessageContaining("no graph; give one")
          .hasMessageNotContaining("\tat ");
    }
  }

  @Test
  void noticesADeathWhileItWatches() throws Exception {
    int port = Ports.pick(1).getFirst();
    try (Supervisor supervisor = start(server("server", port))) {
      supervisor.awaitReady(PATIENCE, name -> {});
      http.sendAsync(
          java.net.http.HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/die"))
              .build(),
          java.net.http.HttpResponse.BodyHandlers.discarding());

      assertThatThrownBy(supervisor::awaitEnd).hasMessageContaining("server ended with code 3");
    }
  }

  @Test
  void doesNotWaitForOneThatSaysItCannotWork() throws Exception {
    int port = Ports.pick(1).getFirst();
    Path source = Files.writeString(folder.resolve("Server.java"), SERVER);
    Launch sick = launch("sick", List.of(java(), source.toString(), "" + port, "sick"), port);

    try (Supervisor supervisor = start(sick)) {
      assertThatThrownBy(() -> supervisor.awaitReady(PATIENCE, name -> {}))
          .hasMessageContaining("the sick says: no model");
    }
  }

  @Test
  void patienceEnds() throws Exception {
    Launch deaf =
        program("deaf", "void main() throws Exception { Thread.currentThread().join(); }");

    try (Supervisor supervisor = start(deaf)) {
      assertThatThrownBy(() -> supervisor.awaitReady(Duration.ZERO, name -> {}))
          .hasMessageContaining("deaf is not ready after 0 s");
    }
  }

  @Test
  void aProgramThatIsNotThereLeavesNoneBehind() throws Exception {
    int port = Ports.pick(1).getFirst();
    Launch missing =
        new Launch(
            "missing",
            List.of(folder.resolve("no-program").toString()),
            Map.of(),
            folder.resolve("missing.log"),
            URI.create("http://localhost:1"));

    assertThatThrownBy(() -> start(server("server", port), missing))
        .isInstanceOf(IOException.class);
    assertThat(Ports.free(port)).isTrue();
  }

  private Supervisor start(Launch... launches) throws IOException {
    return Supervisor.start(List.of(launches), readiness, InstantSource.system());
  }

  private Launch server(String name, int port) throws IOException {
    Path source = Files.writeString(folder.resolve("Server.java"), SERVER);
    return launch(name, List.of(java(), source.toString(), "" + port), port);
  }

  private Launch program(String name, String source) throws IOException {
    Path file = Files.writeString(folder.resolve("Program.java"), source);
    return launch(name, List.of(java(), file.toString()), Ports.pick(1).getFirst());
  }

  private Launch launch(String name, List<String> command, int port) {
    return new Launch(
        name,
        command,
        Map.of("OCTOGRAPH_GRAPH", "mmlu", "OCTOGRAPH_NODES", ""),
        folder.resolve("logs of " + name).resolve(name + ".log"),
        Readiness.of(URI.create("http://localhost:" + port)));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
