package io.octograph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadyGraphsTest {
  /** In the order of their tokens {@code <nexa_0>} to {@code <nexa_16>}. */
  private static final List<String> SPECIALISTS =
      List.of(
          "physics_gpt",
          "chemistry_gpt",
          "biology_gpt",
          "computer_science_gpt",
          "math_gpt",
          "electrical_engineering_gpt",
          "history_gpt",
          "philosophy_gpt",
          "law_gpt",
          "politics_gpt",
          "culture_gpt",
          "economics_gpt",
          "geography_gpt",
          "psychology_gpt",
          "business_gpt",
          "health_gpt",
          "general_gpt");

  private static final GraphReader EMPTY = new GraphReader(_ -> Optional.empty());

  @Test
  void mmluHasTheSpecialistsOfThePaper() {
    Graph mmlu = ReadyGraphs.read("mmlu", EMPTY);
    assertThat(mmlu.master("entry").edges()).isEqualTo(SPECIALISTS);
    assertThat(mmlu.master("entry").defaultNode()).contains("general_gpt");
    assertThat(mmlu.workerList()).extracting(Worker::name).isEqualTo(SPECIALISTS);
  }

  @Test
  void mmluNestedHasTheSubjectsOfTheFieldsBelowTheSameEntry() {
    Graph nested = ReadyGraphs.read("mmlu-nested", EMPTY);
    Graph mmlu = ReadyGraphs.read("mmlu", EMPTY);
    Master entry = nested.master("entry");
    assertThat(entry.edges()).isEqualTo(SPECIALISTS);
    assertThat(entry.adapter()).isEqualTo(mmlu.master("entry").adapter());
    assertThat(nested.masterList()).hasSize(16);
    assertThat(entry.edges().stream().filter(name -> nested.node(name) instanceof Worker))
        .containsExactly("electrical_engineering_gpt", "geography_gpt")
        .allSatisfy(
            name ->
                assertThat(nested.worker(name).description())
                    .isEqualTo(mmlu.worker(name).description()));
    assertThat(nested.workerList()).hasSize(57);
    nested.masterList().stream()
        .filter(master -> !master.name().equals("entry"))
        .forEach(
            master -> {
              assertThat(master.adapter()).contains("mmlu-nested");
              assertThat(master.defaultNode()).isPresent();
              // What the field's one specialist names as its subjects in mmlu.
              var subjects = mmlu.worker(master.name()).description().replaceAll("\\s+", " ");
              assertThat(master.edges())
                  .allSatisfy(name -> assertThat(subjects).contains(name.replace('_', ' ')));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"mmlu", "mmlu-nested", "starter"})
  void workersAreReadyToAnswerAndToTrainOn(String name) {
    assertThat(ReadyGraphs.read(name, EMPTY).workerList())
        .allSatisfy(
            worker -> {
              assertThat(worker.description()).contains("Answers", "Args:", "query:", "Returns:");
              assertThat(worker.promptStyle()).isNotBlank();
              assertThat(worker.systemPrompt()).startsWith("You are").hasSizeLessThan(400);
              assertThat(worker.endpoints()).isEqualTo(new Embedded());
            });
  }

  @Test
  void workersAreOnThisMachineUnlessTheEnvironmentSaysOtherwise() {
    Graph local = ReadyGraphs.read("starter", EMPTY);
    assertThat(local.workerUrl(local.worker("math_gpt")))
        .isEqualTo(URI.create("http://localhost:8081"));
    Graph cloud =
        ReadyGraphs.read(
            "starter", new GraphReader(_ -> Optional.of("https://{node}.{graph}.test/{node}/")));
    assertThat(cloud.workerUrl(cloud.worker("math_gpt")))
        .isEqualTo(URI.create("https://math-gpt.starter.test/math_gpt"));
  }

  @Test
  void namesWhatThereIs() {
    assertThatThrownBy(() -> ReadyGraphs.yaml("mlu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There is no ready graph named \"mlu\". There are: mmlu, mmlu-nested, starter, agent.");
  }
}
