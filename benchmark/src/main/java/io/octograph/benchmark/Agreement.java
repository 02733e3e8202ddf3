package io.octograph.benchmark;

import io.octograph.benchmark.Llama.Took;
import io.octograph.model.master.MasterIds;
import java.util.List;
import java.util.Optional;

/**
 * Whether llama.cpp computes the same model at all: how often its likeliest next token is ours.
 * Read is what a master reads before it begins to write, where the adapter matters.
 */
final class Agreement {
  private static final int TEXTS = 40;

  private final Rival rival;
  private final Own plain;
  private final Own adapted;
  private final List<int[]> texts;
  private int looked;
  private int plainly;
  private int withAdapter;
  private int control;

  Agreement(Subject subject, Rival rival, Own plain, Own adapted) {
    this.rival = rival;
    this.plain = plain;
    this.adapted = adapted;
    var ids = new MasterIds(subject.rig().model(), subject.rig().adapterFolder());
    this.texts =
        subject.queries().conversations(TEXTS).stream()
            .map(messages -> ids.begun(OneMaster.ask(subject.graph(), messages, true)))
            .filter(begun -> begun.length <= Llama.CONTEXT)
            .toList();
  }

  /** Reads all texts in all four ways, or as many as llama.cpp stays for. */
  void look() {
    for (var text : texts) {
      var without = next(LlamaSetup.SAME, text);
      var with = next(LlamaSetup.SAME_LORA, text);
      if (without.isEmpty() || with.isEmpty()) {
        return;
      }
      int own = adapted.prefill(text, 1).next();
      looked++;
      plainly += plain.prefill(text, 1).next() == without.get() ? 1 : 0;
      withAdapter += own == with.get() ? 1 : 0;
      control += own == without.get() ? 1 : 0;
    }
  }

  private Optional<Integer> next(String weights, int[] text) {
    return rival.prefill(weights, text, 1).map(Took::next);
  }

  /** With its adapter llama.cpp agrees with ours more often than without, as it must. */
  boolean adapterWorks() {
    return withAdapter > control;
  }

  List<String> notes() {
    var counts =
        "the likeliest next token of %d texts: Q8_0's is ours in %d; with the adapter in %d,"
                .formatted(looked, plainly, withAdapter)
            + " against %d without its adapter".formatted(control);
    return adapterWorks()
        ? List.of(counts)
        : List.of(
            counts,
            "so it is not shown that its adapter works, and what has one has no aim against it");
  }
}
