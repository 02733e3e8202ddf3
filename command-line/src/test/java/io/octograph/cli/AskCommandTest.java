package io.octograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskCommandTest {
  @TempDir Path folder;
  private ScriptedRouter router;
  private Run program;

  @BeforeEach
  void start() throws IOException {
    router = new ScriptedRouter();
    program = new Run(folder);
  }

  @AfterEach
  void stop() {
    router.close();
  }

  @Test
  void printsTheNodeTheRewriteAndTheAnswer() {
    int code = program.run("ask", "--url", router.url(), "derivative of x^3 at 2?");

    assertThat(program.out())
        .isEqualTo(
            """
            math_gpt  <nexa_4>  97.3 %
              asked: Differentiate x^3 and evaluate at x = 2.

            It is 12 – 十二.[2J
            """);
    assertThat(program.err()).contains("first words after").contains("done after");
    assertThat(code).isZero();
    assertThat(router.bodies.getLast())
        .isEqualTo(
            "{\"model\":\"octograph\",\"stream\":true,\"messages\":[{\"role\":\"user\","
                + "\"content\":\"derivative of x^3 at 2?\"}],\"octograph\":{\"receipt\":true}}");
  }

  @Test
  void showsSeveralCallsOneByOne() {
    program.run("ask", "--url", router.url(), "several", "things");

    assertThat(program.out())
        .startsWith(
            """
            1. physics_gpt  <nexa_0>  88.0 %
              asked: Why?
            2. history_gpt  <nexa_12>  70.0 %
              asked: your own words (a number was lost)

            It is \
            """);
    assertThat(program.err()).contains("The walk ended early: limit_calls");
  }

  @Test
  void jsonIsTheRouteWithAnswerAndReceiptAndNothingElse() throws IOException {
    int code = program.run("ask", "--json", "--url", router.url(), "what is 2+2?");

    JsonNode json = new ObjectMapper().readTree(program.out());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "graph", "version", "calls", "path", "top", "timings", "answer", "receipt");
    assertThat(json.at("/calls/0").toString())
        .isEqualTo(
            new ObjectMapper()
                .readTree("{" + ScriptedRouter.ROUTE + "}")
                .at("/calls/0")
                .toString());
    assertThat(json.at("/timings/first_token_ms").asInt()).isEqualTo(12);
    assertThat(json.at("/top/0/node").asText()).isEqualTo("math_gpt");
    assertThat(json.path("answer").asText()).isEqualTo("It is 12 – 十二.\u001b[2J");
    assertThat(json.at("/receipt/usage").isObject()).isTrue();
    assertThat(code).isZero();
  }

  @Test
  void usesTheRouterOfTheUsualPort() {
    program.environment.put("OCTOGRAPH_PORT", String.valueOf(router.port()));

    assertThat(program.run("ask", "--graph", "mmlu", "hello")).isZero();
    assertThat(router.bodies.getLast()).contains("\"model\":\"mmlu\"");
  }

  @Test
  void aNodeIsTheModel() {
    program.run("ask", "--url", router.url(), "--node", "law_gpt", "hello");

    assertThat(router.bodies.getLast()).contains("\"model\":\"law_gpt\"");
  }

  @ParameterizedTest
  @CsvSource({
    "refuse, There is no node nope.",
    "error, The worker went away.",
    "cut, The answer broke off"
  })
  void saysWhyItFailed(String question, String message) {
    assertThat(program.run("ask", "--url", router.url(), question)).isEqualTo(1);
    assertThat(program.err()).contains(message).doesNotContain("Exception");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ask | The question is empty",
        "ask --url http://localhost:1 --frob x | Unknown option: '--frob'",
        "ask --url localhost hi | --url is localhost",
        "ask --graph none.yaml hi | There is no graph file",
        "up --port 0 | --port is 0; a port is a number from 1 to 65535",
        "up --port 9000 --worker-port 9000 | cannot share port 9000",
        "eval | --file",
        "eval --file none.jsonl | There is no file",
        "frob | frob",
      })
  void saysWhatIsWrongWithTheCommandLine(String line, String message) {
    // no router of this machine may be found by chance
    program.environment.put("OCTOGRAPH_PORT", "1");

    assertThat(program.run(line.strip().split(" "))).isEqualTo(2);
    assertThat(program.err()).contains(message).doesNotContain("Exception");
    assertThat(program.out()).isEmpty();
  }

  @Test
  void aBlankQuestionIsEmptyToo() {
    assertThat(program.run("ask", "--url", router.url(), "  \n ")).isEqualTo(2);
    assertThat(router.bodies).isEmpty();
  }

  @Test
  void saysThatNobodyIsThere() {
    assertThat(program.run("ask", "--url", "http://localhost:1", "hi")).isEqualTo(1);
    assertThat(program.err()).contains("No Octograph is ready at http://localhost:1");
  }
}
