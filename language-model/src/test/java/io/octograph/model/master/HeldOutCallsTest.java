package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.graph.GraphReader;
import io.octograph.graph.ReadyGraphs;
import io.octograph.model.Bundled;
import io.octograph.model.master.FunctionDecider.Called;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The bundled agent on rows that its training has not seen, decoded as deployed: the figures of
 * docs/adr/0021. {@code -Dagent.rows=1000} tries all of them and {@code -Dagent.folder=…} another
 * adapter; both say what was wrong.
 */
class HeldOutCallsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path BUNDLED = Bundled.FOLDER.resolve("adapters/assistant");
  private static final Path FOLDER =
      Optional.ofNullable(System.getProperty("agent.folder")).map(Path::of).orElse(BUNDLED);
  private static final int MOST = Integer.getInteger("agent.rows", 24);

  /** What is asked, what should be called, and by what the row is held out. */
  private record Row(String digest, String query, List<JsonNode> calls) {}

  @Test
  void mostCallsAreRightToTheLetter() throws IOException, InterruptedException {
    var functions =
        ReadyGraphs.read("agent", new GraphReader(_ -> Optional.empty()))
            .worker("assistant")
            .functions();
    var agent = new FunctionDecider(Bundled.model(), FOLDER, functions);
    var rows = heldOut();
    var wrong = new ArrayList<String>();
    int named = 0;
    for (var row : rows) {
      var decided = agent.decide(row.query(), "test", Duration.ofMinutes(1), 4);
      var called = decided.calls().stream().map(HeldOutCallsTest::json).toList();
      named += functions(called).equals(functions(row.calls())) ? 1 : 0;
      if (!called.equals(row.calls())) {
        wrong.add("%s%n  wanted %s%n  called %s".formatted(row.query(), row.calls(), called));
      }
    }
    int exact = rows.size() - wrong.size();
    var said =
        "%d rows: functions %d, arguments too %d%n%s"
            .formatted(rows.size(), named, exact, String.join("\n", wrong));
    if (MOST != 24) {
      System.out.println(said);
    }
    assertThat(rows).hasSizeGreaterThanOrEqualTo(24);
    assertThat(named).as(said).isGreaterThan(rows.size() * 8 / 10);
    assertThat(exact).as(said).isGreaterThan(rows.size() / 2);
  }

  private static List<String> functions(List<JsonNode> calls) {
    return calls.stream().map(call -> call.path("function").asText()).toList();
  }

  private static JsonNode json(Called call) {
    try {
      return MAPPER
          .createObjectNode()
          .put("function", call.function())
          .set("arguments", MAPPER.readTree(call.arguments()));
    } catch (IOException e) {
      throw new AssertionError("Arguments are always JSON: " + call.arguments(), e);
    }
  }

  /** Some of the held-out rows in the order of their digests, which is as good as chance. */
  private static List<Row> heldOut() throws IOException {
    var found = new ArrayList<Row>();
    var folder = Bundled.MODELS.resolveSibling("training/agents");
    for (var file : List.of("assistant.jsonl", "assistant-2.jsonl")) {
      for (var line : Files.readAllLines(folder.resolve(file))) {
        var row = MAPPER.readTree(line);
        var digest = digest(row.path("query").asText());
        if (Long.parseLong(digest.substring(0, 8), 16) % 10 == 0) {
          var calls = new ArrayList<JsonNode>();
          row.path("calls").forEach(calls::add);
          found.add(new Row(digest, row.path("query").asText(), calls));
        }
      }
    }
    return found.stream().sorted(Comparator.comparing(Row::digest)).limit(MOST).toList();
  }

  private static String digest(String query) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(query.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JDK has SHA-256.", e);
    }
  }
}
