package io.octograph.evaluation.mmlu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionsTest {
  @TempDir Path folder;

  @Test
  void readsTheFormOfMmlu() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("q.jsonl"),
            "{\"subject\": \"world_religions\", \"node\": \"philosophy_gpt\", \"question\": \" Which? \","
                + " \"choices\": [\"one\", \"two\"], \"answer\": \"B\"}\n\n");

    assertThat(Questions.read(file))
        .containsExactly(
            new Question(
                "world_religions", "philosophy_gpt", "Which?", List.of("one", "two"), 'B'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no JSON                                                                      | q.jsonl:1 is not JSON
          {"subject": "s", "node": "n", "question": "q"}                               | q.jsonl:1 is no question
          {"subject":"s","node":"n","question":"q","choices":["1"],"answer":"A"}       | q.jsonl:1: The question has 1 choices
          {"subject":"s","node":"n","question":"q","choices":["1","2"],"answer":"C"}   | The answer is C; give the letter of a choice, A to B
          """)
  void saysWhichLineIsNoQuestion(String line, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("q.jsonl"), line + "\n");

    assertThatThrownBy(() -> Questions.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void picksEvenlyOverTheSubjectsAndTheSameBySeed() {
    List<Question> all =
        Stream.of(many("a", 50), many("b", 50), many("c", 3)).flatMap(List::stream).toList();

    List<Question> picked = Questions.pick(all, 21, 7);

    assertThat(counts(picked)).isEqualTo(Map.of("a", 9L, "b", 9L, "c", 3L));
    assertThat(picked).isSubsetOf(all).doesNotHaveDuplicates();
    assertThat(picked.stream().map(all::indexOf)).isSorted();
    assertThat(Questions.pick(all, 21, 7)).isEqualTo(picked);
    assertThat(Questions.pick(all, 21, 8)).isNotEqualTo(picked);
    assertThat(Questions.pick(all, 1000, 7)).isEqualTo(all);
  }

  @Test
  void aSubjectWithTooFewExamplesIsNamed() {
    assertThat(Questions.examples(many("a", 7), 5, many("a", 2)).get("a")).isEqualTo(many("a", 5));
    assertThatThrownBy(() -> Questions.examples(many("a", 4), 5, many("a", 2)))
        .hasMessageContaining("Of the subject a there are 4 examples, and 5 are to be shown");
  }

  @Test
  void putsQuestionsAsTheHarnessDoes() {
    Question example = new Question("us_law", "law_gpt", "What is a tort?", List.of("x", "y"), 'B');
    Question asked = new Question("us_law", "law_gpt", "What is a lien?", List.of("1", "2"), 'A');

    assertThat(Prompt.of(asked, "Explain a lien.", List.of(example)))
        .isEqualTo(
            """
            The following are multiple choice questions (with answers) about us law.

            What is a tort?
            A. x
            B. y
            Answer: B

            Explain a lien.
            A. 1
            B. 2
            Answer:""");
  }

  @Test
  void theGroupsHaveAllSubjectsOnce() {
    Map<String, Long> sizes =
        Groups.BY_SUBJECT.values().stream()
            .collect(Collectors.groupingBy(group -> group, Collectors.counting()));

    assertThat(sizes)
        .isEqualTo(Map.of("STEM", 18L, "humanities", 13L, "social sciences", 12L, "other", 14L));
    assertThat(Groups.of(many("astrology", 1).getFirst())).isEqualTo(Groups.NONE);
  }

  private static List<Question> many(String subject, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Question(subject, "n", subject + i, List.of("1", "2"), 'A'))
        .toList();
  }

  private static Map<String, Long> counts(List<Question> questions) {
    return questions.stream()
        .collect(Collectors.groupingBy(Question::subject, Collectors.counting()));
  }
}
