package io.octograph.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "mmlu, math_gpt, mmlu--math-gpt",
    "mmlu, router, mmlu--router",
    "a_b, c, a-b--c",
    "a, b_c, a--b-c",
    "twenty_characters_ab, n, twenty-characters-ab--n",
    "twenty_one_characters, n, twenty-one-ch-8b5968--n",
    "regional_hospital_group_north, a1_b2, regional-hosp-09bab5--a1-b2",
  })
  void aWorker(String graph, String node, String name) {
    assertThat(new Names(graph).worker(node)).isEqualTo(name);
  }

  @Test
  void allAreLabelsOfDns() {
    String longest = "x" + "_2345678".repeat(4) + "_234567";
    assertThat(longest).hasSize(40);
    for (String name : all(longest, longest)) {
      assertThat(name).matches("[a-z]([a-z0-9-]*[a-z0-9])?").hasSizeLessThanOrEqualTo(63);
    }
  }

  @Test
  void whatLooksAlikeWithHyphensStaysApart() {
    List<String> names = new ArrayList<>();
    names.addAll(all("a", "b_c"));
    names.addAll(all("a_b", "c"));
    names.addAll(all("a_router", "events"));
    names.addAll(all("a_router_events", "x"));
    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void theAddressOfAWorkerIsThatOfItsService() {
    assertThat(new Names("a_b").workerUrl())
        .isEqualTo("http://a-b--{node}.octograph.svc.cluster.local");
  }

  private static List<String> all(String graph, String node) {
    Names names = new Names(graph);
    return List.of(
        names.router(),
        names.routerEvents(),
        names.deadLetter(),
        names.worker(node),
        names.worker("router"),
        names.worker("router_events"),
        names.worker("dead_letter"));
  }
}
