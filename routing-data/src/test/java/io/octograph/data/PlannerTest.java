package io.octograph.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.data.Order.Subtopic;
import io.octograph.data.Order.Wish;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Settings SETTINGS = Samples.settings(Path.of("x.jsonl"));
  private static final List<Subtopic> SUBTOPICS =
      IntStream.range(0, 7)
          .mapToObj(i -> new Subtopic(Optional.of("high school algebra"), "subtopic " + i))
          .toList();

  private final Planner planner = new Planner(Samples.cards(), SETTINGS, node -> SUBTOPICS);

  @Test
  void targetsAddUpAndAreEven() {
    Map<Slot, Integer> targets =
        Targets.of(SETTINGS.wanted(), List.copyOf(Samples.cards().keySet()));
    assertThat(targets.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(30);
    assertThat(targets)
        .containsEntry(new Slot(Form.SINGLE, "math_gpt", "en"), 5)
        .containsEntry(new Slot(Form.SINGLE, "law_gpt", "en"), 6)
        .containsEntry(new Slot(Form.SINGLE, "law_gpt", "zh"), 2)
        .containsEntry(new Slot(Form.COMPOUND, "", "en"), 2);
  }

  @Test
  void theSameSeedDrawsTheSame() {
    Slot slot = new Slot(Form.SINGLE, "math_gpt", "en");
    Planner again = new Planner(Samples.cards(), SETTINGS, node -> SUBTOPICS);
    assertThat(planner.order(slot, 3, 5)).isEqualTo(again.order(slot, 3, 5));
    assertThat(planner.seed("a")).isEqualTo(again.seed("a")).isNotEqualTo(planner.seed("b"));
  }

  @Test
  void singleRowsWalkStylesSubtopicsAndTemperatures() {
    List<Wish> wishes = new ArrayList<>();
    List<Double> temperatures = new ArrayList<>();
    Slot slot = new Slot(Form.SINGLE, "math_gpt", "en");
    for (int number = 0; number < 22; number++) {
      Order order = planner.order(slot, number, 5);
      wishes.addAll(order.wishes());
      temperatures.add(order.temperature());
    }
    assertThat(temperatures).startsWith(0.5, 1.0, 0.5).containsOnly(0.5, 1.0);
    // ten decks of eleven, three of them exam
    assertThat(wishes.stream().filter(wish -> wish.style().equals("exam"))).hasSize(30);
    assertThat(wishes.stream().filter(wish -> wish.style().equals("typo"))).hasSize(10);
    var seen = new HashSet<String>();
    wishes.subList(0, 7).forEach(wish -> seen.add(wish.about().orElseThrow().name()));
    assertThat(seen).hasSize(7);
    assertThat(wishes.getFirst().about().orElseThrow().topic()).contains("high_school_algebra");
    assertThat(wishes.stream().filter(wish -> wish.other().isPresent()).count())
        .isBetween(35L, 75L);
    assertThat(wishes).allMatch(wish -> wish.nodes().equals(List.of("math_gpt")));
    assertThat(wishes).noneMatch(wish -> wish.other().equals(Optional.of("math_gpt")));
  }

  @Test
  void compoundRowsHaveTwoToFourNodes() {
    Order order = planner.order(new Slot(Form.COMPOUND, "", "en"), 0, 200);
    assertThat(order.wishes())
        .allMatch(wish -> wish.nodes().size() >= 2 && wish.nodes().size() <= 3);
    assertThat(order.wishes())
        .anyMatch(wish -> new HashSet<>(wish.nodes()).size() < wish.nodes().size());
  }

  @Test
  void continuationsGoAlongTheEdges() {
    Order order = planner.order(new Slot(Form.CONTINUATION, "", "en"), 0, 100);
    assertThat(order.wishes()).allMatch(wish -> wish.steps().equals(List.of("math_gpt")));
    assertThat(order.wishes())
        .allMatch(wish -> List.of("law_gpt", Row.FINISH).contains(wish.nodes().getFirst()));
    assertThat(order.wishes().stream().filter(wish -> wish.nodes().contains(Row.FINISH)).count())
        .isBetween(30L, 70L);
  }

  @Test
  void negativesTakeEachKindInTurn() {
    Order order = planner.order(new Slot(Form.NONE, "", "en"), 0, 8);
    assertThat(order.wishes().stream().map(Wish::style))
        .containsExactlyInAnyOrder(
            "gibberish", "keyboard", "empty", "symbols", "log", "code", "message", "command");
  }
}
