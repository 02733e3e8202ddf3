package io.octograph.evaluation.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.octograph.evaluation.Row;
import io.octograph.evaluation.baseline.Baseline.Example;
import io.octograph.evaluation.metric.Score;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BaselineTest {
  private static final List<Example> EXAMPLES =
      List.of(
          new Example("how fast does a stone fall", "physics"),
          new Example("why does light bend in water", "physics"),
          new Example("the speed of light and of sound", "physics"),
          new Example("a stone falls and its speed grows", "physics"),
          new Example("光的速度是多少", "physics"),
          new Example("石头落下的速度", "physics"),
          new Example("is a verbal contract binding in court", "law"),
          new Example("can a court annul a contract", "law"),
          new Example("what does the court say of a tenant's contract", "law"),
          new Example("the tenant went to court", "law"),
          new Example("口头合同是否有法律效力", "law"),
          new Example("法院如何判合同", "law"));

  private static final List<String> ASKED =
      List.of("the speed of a falling stone", "a tenant's contract", "光速是多少", "法院与合同");

  private static final List<String> RIGHT = List.of("physics", "law", "physics", "law");

  @Test
  void wordsAndCharactersTellEnglishAndChineseApart() {
    assertThat(new TfIdfSvm().fit(EXAMPLES).predict(ASKED)).isEqualTo(RIGHT);
  }

  @Test
  void miniLmsEmbeddingsAreOfLengthOneAndNearWhereTheSenseIs() {
    try (MiniLm model = new MiniLm(done -> {})) {
      List<float[]> embedded =
          model.embed(List.of("A cat sits on the mat.", "Kittens rest on a rug", "Tax law reform"));

      assertThat(dot(embedded.get(0), embedded.get(0))).isCloseTo(1, within(1e-4));
      assertThat(dot(embedded.get(0), embedded.get(1)))
          .isGreaterThan(dot(embedded.get(0), embedded.get(2)) + 0.3);
      assertThat(new MiniLmRegression(model).fit(EXAMPLES).predict(ASKED).subList(0, 2))
          .isEqualTo(RIGHT.subList(0, 2));
    }
  }

  @Test
  void nothingThatIsHeldOutOrAskedIsLearnt() {
    List<Row> training = new ArrayList<>();
    // of these the trainer's rule holds out query12
    for (String query : List.of("query0", "query12", "query13", "asked")) {
      training.add(row(query, "law"));
    }
    training.add(new Row("two", List.of(), List.of(), List.of("a", "b"), Row.Labels.NONE));

    List<Example> examples = Comparison.examples(training, List.of(row("asked", "law")));

    assertThat(examples)
        .extracting(Example::text)
        .contains("query0")
        .doesNotContain("query12", "asked", "two");
  }

  @Test
  void comparesByLanguage() {
    List<Row> asked = new ArrayList<>();
    for (int i = 0; i < ASKED.size(); i++) {
      asked.add(row(ASKED.get(i), i == 3 ? "physics" : RIGHT.get(i)));
    }

    Comparison comparison = Comparison.of(new TfIdfSvm(), EXAMPLES, asked, InstantSource.system());

    assertThat(comparison.all()).isEqualTo(new Score(3, 4));
    assertThat(comparison.language())
        .containsEntry("en", new Score(2, 2))
        .containsEntry("zh", new Score(1, 2));
    assertThat(comparison.examples()).isEqualTo(12);
  }

  private static Row row(String query, String node) {
    var labels = new Row.Labels(Optional.empty(), Optional.empty(), Optional.empty());
    return new Row(query, List.of(), List.of(), List.of(node), labels);
  }

  private static double dot(float[] a, float[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
    }
    return dot;
  }
}
