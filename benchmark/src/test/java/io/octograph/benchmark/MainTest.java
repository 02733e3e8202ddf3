package io.octograph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.model.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Each part once, on the bundled master; the figures are whatever this machine gives. */
class MainTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void measuresEachPartAndSaysWhatItLeftOut() throws Exception {
    var heard = new ArrayList<String>();
    var settings = new Settings(HOME, 2, Soak.PARTS, false, Effort.LEAST);
    var report = new Bench(settings, heard::add).run().json();
    assertThat(report.at("/run/threads").asText()).isEqualTo("2");
    assertThat(report.at("/run/onnxruntime").asText()).startsWith("1.");
    var json = report.path("sections");
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "load",
            "decisions",
            "clients",
            "tokens",
            "early",
            "soak",
            "speculation",
            "network",
            "memory");
    for (var positive :
        List.of(
            "/load/lines/load/load_ms",
            "/decisions/lines/16_tokens_1_clients/p50_ms",
            "/decisions/lines/512_tokens_16_clients/p99_ms",
            "/clients/lines/4_clients/per_second",
            "/tokens/lines/many/p50_ms",
            "/soak/lines/after_10/rss_mib",
            "/speculation/lines/ratio/ratio",
            "/early/lines/ratio/ratio",
            "/speculation/lines/on/tokens_per_run",
            "/decisions/lines/java/p50_ms",
            "/decisions/lines/512_tokens_1_clients/prompt_tokens",
            "/network/lines/prefill_512_adapter/tokens_per_second",
            "/network/lines/decode/ms",
            "/memory/lines/clients_4/direct_mib",
            "/memory/lines/worked/most_mib")) {
      assertThat(json.at(positive).path("value").asDouble()).as(positive).isPositive();
    }
    assertThat(json.at("/decisions/lines/30_tokens_1_clients/p50_ms").has("verdict")).isTrue();
    assertThat(json.at("/network/notes/1").asText())
        .isEqualTo("llama.cpp was left out (--without-llama).");
    assertThat(heard).contains("loading", "decisions: 30 tokens, 4 clients");
  }

  @Test
  void theInnerLoopsRun() throws Exception {
    var once = TimeValue.milliseconds(5);
    var section =
        InnerLoops.run(
            HOME,
            new OptionsBuilder()
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(once));
    assertThat(section.lines())
        .extracting(Report.Line::id)
        .containsExactlyInAnyOrder(
            "handOut",
            "layout",
            "argmax",
            "choice_17",
            "choice_1000",
            "encode",
            "lookup",
            "prompt");
    assertThat(section.lines()).allMatch(line -> line.figures().getFirst().value() > 0);
  }

  @Test
  void aLoopThatFailsIsNoFigure() {
    var once = new OptionsBuilder().forks(0).warmupIterations(0).measurementIterations(1);
    assertThatThrownBy(() -> InnerLoops.run(folder, once))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("JMH could not run: ");
  }

  @Test
  void textsHaveJustTheTokensThatWereAskedFor() throws IOException {
    var queries = Queries.read(HOME);
    try (var tokenizer = Tokenizer.load(HOME.resolve("models/octopus-135m/tokenizer.json"))) {
      for (int tokens : new int[] {16, 512}) {
        var texts = queries.ofTokens(tokenizer, tokens, 20);
        assertThat(texts).hasSize(20).doesNotHaveDuplicates();
        assertThat(texts)
            .allMatch(text -> tokenizer.encode(text.getFirst().content()).length == tokens);
      }
    }
    assertThat(queries.conversations(5000)).hasSize(5000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --threads 0   | --threads is 0; give 1 or more.
          --threads two | Invalid value for option '--threads': 'two' is not an int.
          --soak 3      | --soak is 3; give 10 or more, or leave it out.
          --fast        | Unknown option: '--fast'. See ./octograph bench master --help.
          """)
  void saysWhatMakesNoSense(String line, String message) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
  }

  @Test
  void theReportsPlaceIsMadeBeforeAnythingIsMeasured() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");
    assertThat(run("--out", file.resolve("report.json").toString())).isEqualTo(2);
    assertThat(run("--out", folder.toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "--out is %s, whose folder cannot be made; name a file elsewhere."
                .formatted(file.resolve("report.json")),
            "--out is %s, a folder; name a file.".formatted(folder));
  }

  @Test
  void whatCannotBeMeasuredIsOneSentence() {
    var made = folder.resolve("made");
    assertThat(run("--out", made.resolve("report.json").toString())).isEqualTo(1);
    assertThat(made).isDirectory();
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("training/data");
  }

  @Test
  void helpNamesTheOptions() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("Usage: ./octograph bench master", "--soak", "--quick", "--without-llama");
  }

  private int run(String... arguments) {
    return Main.run(
        folder,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        arguments);
  }
}
