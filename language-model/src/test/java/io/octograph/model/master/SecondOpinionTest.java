package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.octograph.model.Bundled;
import io.octograph.model.LanguageModel;
import io.octograph.model.ModelException;
import io.octograph.model.SafetensorsFile;
import io.octograph.model.master.SecondOpinion.Formed;
import io.octograph.model.master.TokenChoice.Option;
import io.octograph.model.master.TokenChoice.Weighed;
import io.octograph.model.opinion.Blend;
import io.octograph.model.opinion.OpinionFile;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Choice;
import io.octograph.traversal.Decision;
import io.octograph.traversal.Message;
import io.octograph.traversal.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second opinion has its say on Chinese queries that stand alone, and nowhere else. */
class SecondOpinionTest {
  private static final LanguageModel MODEL = Bundled.model();
  private static final MasterFile MASTER = MasterFile.read(MasterFileTest.MMLU);
  private static final List<String> NODES = Asks.NODES;
  private static final String CHINESE = "今天深圳天气如何?";
  private static final Message FIRST = Message.user("你好。");
  private static final Blend EVEN = new Blend(1, 1);

  @TempDir static Path folders;

  private static MasterDecider plain;
  private static MasterDecider stubborn;

  @BeforeAll
  static void load() throws Exception {
    plain = decider("plain");
    write(folders.resolve("stubborn"), NODES);
    stubborn = decider("stubborn");
  }

  private static MasterDecider decider(String name) throws Exception {
    var folder = Files.createDirectories(folders.resolve(name));
    for (var part : List.of("master.json", "adapter.safetensors")) {
      Files.copy(MasterFileTest.MMLU.resolve(part), folder.resolve(part));
    }
    return new MasterDecider(MODEL, folder, System::nanoTime);
  }

  /** One that says law_gpt, whatever it reads. */
  private static Path write(Path folder, List<String> nodes) throws Exception {
    Files.createDirectories(folder);
    int columns = nodes.size();
    var bias = new float[columns];
    bias[Math.max(0, nodes.indexOf("law_gpt"))] = 30;
    return new SafetensorsFile()
        .metadata("encoder", "bge-small-zh-v1.5-q")
        .metadata("tokens", "128")
        .metadata("nodes", "[\"%s\"]".formatted(String.join("\",\"", nodes)))
        .metadata("own", "1")
        .metadata("other", "1")
        .add("opinion.rows", "F32", new float[2 * 512][columns])
        .add("opinion.bias", bias)
        .write(folder.resolve(OpinionFile.NAME));
  }

  private static Decision decide(MasterDecider decider, Ask ask) throws Exception {
    return decider.decide(ask, _ -> {});
  }

  private static void same(Ask ask) throws Exception {
    assertThat(decide(stubborn, ask).top()).isEqualTo(decide(plain, ask).top());
  }

  private static Map<String, Double> probabilities(Decision decision) {
    return decision.top().stream().collect(Collectors.toMap(Choice::node, Choice::probability));
  }

  @Test
  void onAChineseQueryBothAreHeard() throws Exception {
    var ask = Asks.decision(CHINESE);
    var own = probabilities(decide(plain, ask));
    var both = decide(stubborn, ask);
    assertThat(both.calls().getFirst().node()).isEqualTo("law_gpt");
    // None keeps what it has; the neighbours share the rest.
    double share = 1 - own.get(Choice.NONE);
    double law = own.get("law_gpt") / share * Math.exp(30);
    double expected = share * law / (law + 1 - own.get("law_gpt") / share);
    assertThat(probabilities(both).get("law_gpt")).isCloseTo(expected, within(1e-6));
    assertThat(both.calls().getFirst().probability())
        .isEqualTo(both.top().getFirst().probability());
  }

  @Test
  void onlyAllowedNodesAreChosen() throws Exception {
    var few = List.of("geography_gpt", "general_gpt");
    var ask = new Asks(few, false, List.of(), 1).of(Message.user(CHINESE));
    assertThat(probabilities(decide(stubborn, ask)))
        .containsOnlyKeys("geography_gpt", "general_gpt", Choice.NONE);
    // The opinion tells these two apart by nothing.
    var own = probabilities(decide(plain, ask));
    assertThat(probabilities(decide(stubborn, ask)).get("general_gpt"))
        .isCloseTo(own.get("general_gpt"), within(1e-9));
  }

  @Test
  void otherLanguagesFollowUpsAndContinuationsAreTheMastersAlone() throws Exception {
    same(Asks.decision("Why does a ship of steel float?"));
    var reply = new Message("assistant", "你好！");
    same(new Asks(NODES, false, List.of(), 1).of(FIRST, reply, Message.user(CHINESE)));
    var answer = new Part("geography_gpt", CHINESE, "晴。");
    same(new Asks(NODES, false, List.of(answer), 1).of(Message.user(CHINESE)));
  }

  @Test
  void aSystemTurnIsNoTurnBefore() throws Exception {
    var ask =
        new Asks(NODES, false, List.of(), 1)
            .of(new Message("system", "Be brief."), Message.user(CHINESE));
    assertThat(decide(stubborn, ask).calls().getFirst().node()).isEqualTo("law_gpt");
  }

  private static Weighed weighed(String name, double probability) {
    return new Weighed(new Option(name, "<%s>".formatted(name), 0), probability);
  }

  @Test
  void noneAndFinishKeepTheirShare() {
    var weighed =
        List.of(
            weighed(Choice.NONE, 0.54),
            weighed("math_gpt", 0.3),
            weighed(Choice.FINISH, 0.06),
            weighed("law_gpt", 0.1));
    var nodes = Map.of("math_gpt", Math.log(0.1), "law_gpt", Math.log(0.9), "other", 0.0);
    var blended = new Formed(nodes, EVEN).with(weighed);
    assertThat(blended.stream().map(each -> each.option().name()))
        .containsExactly(Choice.NONE, "law_gpt", "math_gpt", Choice.FINISH);
    assertThat(blended.get(0).probability()).isEqualTo(0.54);
    // 0.1 · 0.9 to 0.3 · 0.1, of what the neighbours had.
    assertThat(blended.get(1).probability()).isCloseTo(0.3, within(1e-12));
    assertThat(blended.get(2).probability()).isCloseTo(0.1, within(1e-12));
    assertThat(blended.get(3).probability()).isEqualTo(0.06);
  }

  @Test
  void itIsAskedForTheQueryAlone() {
    var asked = new ArrayList<String>();
    var second =
        new SecondOpinion(
            query -> {
              asked.add(query);
              return Optional.empty();
            },
            EVEN);
    assertThat(second.on(Asks.decision(CHINESE), CHINESE)).isEmpty();
    var two = new Asks(NODES, false, List.of(), 1).of(FIRST, Message.user(CHINESE));
    assertThat(second.on(two, CHINESE)).isEmpty();
    assertThat(asked).containsExactly(CHINESE);
  }

  @Test
  void whatWasMadeForAnotherMasterIsRefusedAndAMissingOneIsNone(@TempDir Path folder)
      throws Exception {
    assertThat(SecondOpinion.load(folder, MODEL, MASTER)).isEmpty();
    var path = write(folder, NODES.subList(1, 17));
    assertThatThrownBy(() -> SecondOpinion.load(folder, MODEL, MASTER))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(
            "The opinion %s does not fit: it knows the nodes [chem".formatted(path));
  }
}
