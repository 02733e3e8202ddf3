package io.octograph.evaluation.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.evaluation.Row;
import io.octograph.evaluation.chaos.Question.Kind;
import io.octograph.evaluation.chaos.Questions.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class QuestionsTest {
  private static final Labels LABELS =
      new Labels("health_gpt", "economics_gpt", text -> text.endsWith("8"));

  @Test
  void aFifthAsksSeveralThingsAndHalfIsChinese() {
    var picked = Questions.pick(rows(200), LABELS, 100, 7);

    assertThat(
            picked.stream().collect(Collectors.groupingBy(Question::kind, Collectors.counting())))
        .containsEntry(Kind.PARALLEL, 20L)
        .containsEntry(Kind.NESTED, 15L)
        .containsEntry(Kind.TWO_STEP, 15L)
        .containsEntry(Kind.SINGLE, 50L);
    assertThat(picked).filteredOn(each -> each.language().equals("zh")).hasSizeBetween(48, 52);
    assertThat(picked).extracting(Question::id).doesNotHaveDuplicates();
    assertThat(picked).extracting(Question::text).doesNotHaveDuplicates();
  }

  @Test
  void rowsThatAreKnownToRunInParallelGoFirst() {
    var picked = Questions.pick(rows(40), LABELS, 10, 7);

    assertThat(picked)
        .filteredOn(each -> each.kind() == Kind.PARALLEL && each.language().equals("en"))
        .isNotEmpty()
        .allMatch(each -> each.text().endsWith("8"));
  }

  @Test
  void theSameSeedGivesTheSameQuestionsAndAnotherGivesOthers() {
    assertThat(Questions.pick(rows(200), LABELS, 40, 7))
        .isEqualTo(Questions.pick(rows(200), LABELS, 40, 7))
        .isNotEqualTo(Questions.pick(rows(200), LABELS, 40, 8));
  }

  @Test
  void aLanguageThatRunsDryIsMadeUpForByTheOther() {
    var rows = rows(40);
    rows.removeIf(row -> row.labels().language().equals(Optional.of("zh")));

    assertThat(Questions.pick(rows, LABELS, 20, 7))
        .hasSize(20)
        .allMatch(each -> each.language().equals("en"));
  }

  @Test
  void leavesOutRowsThatComeTwiceThatGoOnOrThatAreOfOtherLanguages() {
    var rows = rows(10);
    rows.addAll(rows(10));
    rows.add(row("¿Qué es?", List.of("math_gpt"), "es"));

    assertThatThrownBy(() -> Questions.pick(rows, LABELS, 200, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "There are rows for \\d+ questions only, and 200 were asked for; ask for fewer.");
    assertThatThrownBy(() -> Questions.pick(rows, LABELS, 0, 7))
        .hasMessage("The number of questions is 0; give 1 or more.");
  }

  private static Row row(String query, List<String> nodes, String language) {
    var labels = new Row.Labels(Optional.of(language), Optional.empty(), Optional.empty());
    return new Row(query, List.of(), List.of(), nodes, labels);
  }

  private static List<Row> rows(int each) {
    var rows = new ArrayList<Row>();
    for (int i = 0; i < each; i++) {
      var language = i % 2 == 0 ? "en" : "zh";
      for (var nodes :
          List.of(
              List.of("physics_gpt"),
              List.of("health_gpt"),
              List.of("economics_gpt"),
              List.of("math_gpt", "law_gpt"))) {
        rows.add(row(nodes + " " + language + i, nodes, language));
      }
    }
    return rows;
  }
}
