package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.model.Bundled;
import io.octograph.model.Device;
import io.octograph.model.EarlyFile;
import io.octograph.model.EarlyFiles;
import io.octograph.model.EarlyReader;
import io.octograph.model.EngineSettings;
import io.octograph.model.LanguageModel;
import io.octograph.model.ModelException;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Choice;
import io.octograph.traversal.Decision;
import io.octograph.traversal.Message;
import io.octograph.traversal.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A decision after the lower layers where the reader is sure; else just that of all layers. */
@Timeout(120)
class EarlyExitTest {
  private static final Path FIXTURE = Path.of("src/test/resources/early-fixture.json");
  private static final EarlyFile FILE = EarlyFile.read(MasterFileTest.MMLU.resolve(EarlyFile.NAME));
  private static final LanguageModel MODEL = Bundled.model();
  private static final List<String> NODES = Asks.NODES;
  private static final String DERIVATIVE = "Tell me the result of derivative of x^3 when x is 2?";
  // Half a thousand tokens and more: of it head and tail are read.
  private static final String LONG = "It is homework and I cannot do it. ".repeat(80) + DERIVATIVE;

  @TempDir static Path folders;

  private static LanguageModel without;
  private static MasterDecider bundled;
  private static MasterDecider whole;
  private static MasterDecider always;
  private static MasterDecider never;

  @BeforeAll
  static void load() throws Exception {
    var settings = EngineSettings.defaults();
    var off = settings.withDecoding(settings.decoding().withEarly(false));
    without = LanguageModel.load(Bundled.FOLDER, off);
    // The bundled master but for its second opinion, which would have a say as well.
    bundled = decider("bundled", FILE);
    whole = new MasterDecider(without, folders.resolve("bundled"), System::nanoTime);
    always = decider("always", withThreshold(1e-9));
    never = decider("never", withThreshold(1));
    for (var decider : List.of(bundled, always, never)) {
      ready(decider);
    }
  }

  @AfterAll
  static void close() {
    without.close();
  }

  private static EarlyFile withThreshold(double threshold) {
    return new EarlyFile(FILE.depth(), FILE.from(), threshold, FILE.nodes(), FILE.reader());
  }

  private static MasterDecider decider(String name, EarlyFile file) throws IOException {
    var folder = Files.createDirectory(folders.resolve(name));
    for (var part : List.of("master.json", "adapter.safetensors")) {
      Files.copy(MasterFileTest.MMLU.resolve(part), folder.resolve(part));
    }
    EarlyFiles.write(file, folder);
    return new MasterDecider(MODEL, folder, System::nanoTime);
  }

  /** Decides until the lower layers, loaded beside, are there. */
  private static void ready(MasterDecider decider) throws Exception {
    while (looks(decider, Asks.decision(DERIVATIVE)) == 0) {
      Thread.onSpinWait();
    }
  }

  private static long looks(MasterDecider decider, Ask ask) throws Exception {
    var before = MODEL.stats().counts();
    decider.decide(ask, _ -> {});
    return MODEL.stats().counts().minus(before).looks();
  }

  private static Decision decide(MasterDecider decider, Ask ask) throws Exception {
    return decider.decide(ask, _ -> {});
  }

  private static List<JsonNode> fixture() throws IOException {
    var all = new ObjectMapper().readTree(FIXTURE.toFile());
    return StreamSupport.stream(all.spliterator(), false).toList();
  }

  private static List<Ask> asks() throws IOException {
    var asks = new ArrayList<Ask>();
    fixture().forEach(entry -> asks.add(Asks.decision(entry.path("query").asText())));
    asks.add(Asks.decision(LONG));
    asks.add(
        new Asks(NODES, false, List.of(), 1)
            .of(
                Message.user("What is the derivative of x^3?"),
                new Message("assistant", "It is 3x^2."),
                Message.user("and at x = 3?")));
    var few = List.of("history_gpt", "law_gpt", "general_gpt");
    asks.add(new Asks(few, false, List.of(), 1).of(Message.user(DERIVATIVE)));
    return asks;
  }

  private static Map<String, Double> probabilities(Decision decision) {
    return decision.top().stream().collect(Collectors.toMap(Choice::node, Choice::probability));
  }

  @Test
  void theReaderSaysWhatTheTrainingsSays() throws Exception {
    for (var entry : fixture()) {
      var query = entry.path("query").asText();
      var found = probabilities(decide(always, Asks.decision(query)));
      double total =
          entry.path("logits").valueStream().mapToDouble(logit -> Math.exp(logit.asDouble())).sum();
      for (var node : NODES) {
        double expected = Math.exp(entry.path("logits").path(node).asDouble()) / total;
        // The training reads states in float32, the engine's matrices multiply in 8 bits.
        assertThat(found.get(node)).as("%s: %s", query, node).isCloseTo(expected, within(0.1));
      }
    }
  }

  @Test
  void fromTheThresholdOnItIsTheReadersAndBelowThatOfAllLayers() throws Exception {
    int sure = 0;
    for (var ask : asks()) {
      var early = decide(always, ask);
      boolean exits = early.top().getFirst().probability() >= FILE.threshold();
      sure += exits ? 1 : 0;
      var before = MODEL.stats().counts();
      var decision = decide(bundled, ask);
      var counts = MODEL.stats().counts().minus(before);
      assertThat(counts.looks()).isEqualTo(1);
      assertThat(counts.exits()).isEqualTo(exits ? 1 : 0);
      var expected = exits ? early : decide(whole, ask);
      assertThat(decision.top()).as(ask.question()).isEqualTo(expected.top());
      assertThat(decision.calls()).isEqualTo(expected.calls());
      assertThat(decision.clipped()).isEqualTo(expected.clipped());
    }
    assertThat(sure).isBetween(3, asks().size() - 2);
  }

  @Test
  void anUnsureLookChangesNothing() throws Exception {
    for (var ask : asks()) {
      var before = MODEL.stats().counts();
      var decision = decide(never, ask);
      assertThat(MODEL.stats().counts().minus(before).exits()).isZero();
      var expected = decide(whole, ask);
      assertThat(decision.top()).as(ask.question()).isEqualTo(expected.top());
      assertThat(decision.calls()).isEqualTo(expected.calls());
    }
  }

  @Test
  void onlyAllowedNodesShareTheProbability() throws Exception {
    var all = probabilities(decide(always, Asks.decision(DERIVATIVE)));
    var two = List.of("law_gpt", "physics_gpt");
    var ask = new Asks(two, false, List.of(), 1).of(Message.user(DERIVATIVE));
    var found = probabilities(decide(always, ask));
    assertThat(found).containsOnlyKeys("law_gpt", "physics_gpt", Choice.NONE);
    double three = found.keySet().stream().mapToDouble(all::get).sum();
    double expected = all.get("law_gpt") / three;
    assertThat(found.get("law_gpt")).isCloseTo(expected, within(1e-6));
  }

  @Test
  void columnsAreBoundByTheirNodes() throws Exception {
    int count = FILE.nodes().size();
    var reversed = FILE.nodes().reversed();
    var rows = new float[FILE.reader().rows().length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = FILE.reader().rows()[i - i % count + count - 1 - i % count];
    }
    var bias = new float[count];
    IntStream.range(0, count).forEach(i -> bias[i] = FILE.reader().bias()[count - 1 - i]);
    var reader = new EarlyReader(FILE.width(), FILE.reader().queries(), rows, bias);
    var other =
        decider("reversed", new EarlyFile(FILE.depth(), FILE.from(), 1e-9, reversed, reader));
    ready(other);
    for (var ask : asks()) {
      assertThat(decide(other, ask).top()).isEqualTo(decide(always, ask).top());
    }
  }

  @Test
  void nobodyLooksWhereARewriteOrMoreThanANeighbourMayCome() throws Exception {
    assertThat(looks(always, Asks.decision(DERIVATIVE))).isEqualTo(1);
    var rewrite = new Asks(NODES, true, List.of(), 1);
    assertThat(looks(always, rewrite.of(Message.user(DERIVATIVE)))).isZero();
    // What was read in part only is not rewritten.
    assertThat(looks(always, rewrite.of(Message.user(LONG)))).isEqualTo(1);
    var answer = new Part("math_gpt", DERIVATIVE, "It is 12.");
    var answered = new Asks(NODES, false, List.of(answer), 1);
    assertThat(looks(always, answered.of(Message.user(DERIVATIVE)))).isZero();
  }

  /** The bundled reader without its column for none. */
  private static EarlyFile withoutNone() {
    var r = FILE.reader();
    int all = FILE.nodes().size();
    int none = FILE.nodes().indexOf("none");
    var nodes = FILE.nodes().stream().filter(node -> !node.equals("none")).toList();
    var rows = new float[r.rows().length / all * (all - 1)];
    var bias = new float[all - 1];
    for (int to = 0, from = 0; from < all; from++) {
      if (from != none) {
        bias[to] = r.bias()[from];
        for (int row = 0; row < r.rows().length / all; row++) {
          rows[row * (all - 1) + to] = r.rows()[row * all + from];
        }
        to++;
      }
    }
    var reader = new EarlyReader(FILE.width(), r.queries(), rows, bias);
    return new EarlyFile(FILE.depth(), FILE.from(), 1e-9, nodes, reader);
  }

  @Test
  void aMasterThatMaySayNoneIsReadEarlyOnlyByAReaderThatMayToo() throws Exception {
    var unaware = decider("unaware", withoutNone());
    var ask = Asks.decision(DERIVATIVE);
    assertThat(looks(unaware, ask)).isZero();
    assertThat(probabilities(decide(unaware, ask))).containsKey(Choice.NONE);

    var top = probabilities(decide(always, ask));
    assertThat(top).hasSize(18);
    assertThat(top.get(Choice.NONE)).isPositive();
    assertThat(top.get("math_gpt")).isGreaterThan(0.5);
    var none = Asks.decision("asdfjkl; asdf jkljkl qwpoeiru");
    assertThat(looks(always, none)).isEqualTo(1);
    assertThat(decide(always, none).kind()).isEqualTo(Decision.Kind.NONE);
  }

  static Stream<Arguments> misfits() {
    var r = FILE.reader();
    int all = FILE.nodes().size();
    var fewer = FILE.nodes().subList(1, all);
    var narrow = new EarlyReader(6, new float[12], new float[4 * 6 * all], r.bias());
    var rows = new float[6 * 576 * (all - 1)];
    var other = new EarlyReader(576, r.queries(), rows, new float[all - 1]);
    return Stream.of(
        Arguments.of(
            new EarlyFile(12, 3, 0.6, FILE.nodes(), r),
            "it reads after 12 layers, the base has a graph of the lowest 10"),
        Arguments.of(
            new EarlyFile(10, 2, 0.6, FILE.nodes(), r),
            "it reads from token 2 on, but the first 3 of a prompt are kept"),
        Arguments.of(
            new EarlyFile(10, 3, 0.6, FILE.nodes(), narrow),
            "it reads states of width 6, the base has 576"),
        Arguments.of(
            new EarlyFile(10, 3, 0.6, fewer, other), "it knows the nodes [chemistry_gpt, "));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void whatWasMadeForAnotherMasterOrBaseIsRefused(
      EarlyFile file, String message, @TempDir Path folder) throws Exception {
    var path = EarlyFiles.write(file, folder);
    var master = MasterFile.read(MasterFileTest.MMLU);
    assertThatThrownBy(() -> EarlyExit.load(folder, MODEL, master, new int[3]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("The reader %s does not fit: ".formatted(path))
        .hasMessageContaining(message);
    assertThat(EarlyExit.load(folder, without, master, new int[3])).isEmpty();
  }

  @Test
  void aBrokenReaderIsRefusedAndAMissingOneIsNone(@TempDir Path folder) throws Exception {
    var master = MasterFile.read(MasterFileTest.MMLU);
    assertThat(EarlyExit.load(folder, MODEL, master, new int[3])).isEqualTo(Optional.empty());
    Files.writeString(folder.resolve(EarlyFile.NAME), "no reader");
    assertThatThrownBy(() -> EarlyExit.load(folder, MODEL, master, new int[3]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("early.safetensors is not in the safetensors format");
  }

  @Test
  void onlyTheCpuLooks() {
    var usual = EngineSettings.defaults();
    assertThat(usual.early()).isTrue();
    assertThat(usual.withDevice(Device.CUDA).early()).isFalse();
    assertThat(usual.withDecoding(usual.decoding().withEarly(false)).early()).isFalse();
  }
}
