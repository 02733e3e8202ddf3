package io.octograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.test.ScriptedServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayCommandTest {
  private static final String LETTERS =
      """
      {"letters":[
        {"id":"b2","time":"2026-11-23T07:00:00Z","type":"io.octograph.call","traversal":"t2",
         "node":"physics_gpt","reason":"physics_gpt could not be reached after all retries."},
        {"id":"a1","time":"2026-11-23T06:00:00Z","type":"io.octograph.answer","traversal":"t1",
         "node":"","reason":"The receiver of the answer gave\\u001b[2J no answer in time."}]}\
      """;

  @TempDir Path folder;
  private ScriptedServer router;
  private Run program;

  @BeforeEach
  void start() {
    router =
        ScriptedServer.start(
            (request, reply) -> {
              switch (request.path().replaceFirst("[?].*", "")) {
                case "/v1/dead-letters" -> reply.json(200, LETTERS);
                case "/v1/dead-letters/a1/replay" ->
                    reply.json(200, "{\"id\":\"a1\",\"done\":\"sent_again\",\"traversal\":\"t1\"}");
                case "/v1/dead-letters/b2/replay" ->
                    reply.json(
                        200, "{\"id\":\"b2\",\"done\":\"asked_again\",\"traversal\":\"t9\"}");
                case "/v1/dead-letters/c3/replay" ->
                    reply.json(409, "{\"error\":{\"message\":\"The walk still runs.\"}}");
                default -> reply.whole(502, "text/html", "<html>");
              }
            });
    program = new Run(folder);
  }

  @AfterEach
  void stop() {
    router.close();
  }

  @Test
  void listsTheLetters() {
    int code = program.run("replay", "--list", "--url", router.url().toString());
    assertThat(program.out())
        .isEqualTo(
            """
            b2  2026-11-23T07:00:00Z  io.octograph.call  physics_gpt
              physics_gpt could not be reached after all retries.
            a1  2026-11-23T06:00:00Z  io.octograph.answer
              The receiver of the answer gave[2J no answer in time.
            """);
    assertThat(program.err()).isEqualTo("2 letters\n");
    assertThat(code).isZero();
  }

  @Test
  void replaysAllTheOldestFirst() {
    int code = program.run("replay", "--all", "--url", router.url() + "/");
    assertThat(program.out()).isEqualTo("a1  sent again, of walk t1\nb2  asked again as walk t9\n");
    assertThat(program.err()).isEqualTo("2 replayed, 0 failed\n");
    assertThat(code).isZero();
  }

  @Test
  void goesOnAfterALetterThatCannotBeSent() {
    int code = program.run("replay", "c3", "d4", "b2", "--url", router.url().toString());
    assertThat(program.out()).isEqualTo("b2  asked again as walk t9\n");
    assertThat(program.err())
        .isEqualTo(
            "c3  The walk still runs.\nd4  The router answered with status 502.\n"
                + "1 replayed, 2 failed\n");
    assertThat(code).isEqualTo(1);
    assertThat(router.requests()).extracting(ScriptedServer.Request::method).containsOnly("POST");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replay               | Give one of --list, --all, or the ids of letters.",
        "replay --all --list  | Give one of --list, --all, or the ids of letters.",
        "replay a1 --all      | Give one of --list, --all, or the ids of letters.",
        "replay ../x          | \"../x\" is no letter's id; --list shows them.",
        "replay --list --url x | --url is x; give an address such as http://localhost:8080.",
      })
  void saysWhatIsWrongWithItsArguments(String line, String message) {
    assertThat(program.run(line.split(" "))).isEqualTo(2);
    assertThat(program.err()).isEqualTo(message + "\n");
  }

  @Test
  void saysWhenNoRouterAnswers() {
    router.close();
    List<String> arguments = List.of("replay", "--list", "--url", router.url().toString());
    assertThat(program.run(arguments.toArray(String[]::new))).isEqualTo(1);
    assertThat(program.err()).startsWith("No router answers at http://127.0.0.1:");
  }
}
