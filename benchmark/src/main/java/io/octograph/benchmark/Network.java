package io.octograph.benchmark;

import io.octograph.benchmark.Llama.Took;
import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The network alone, with and without the adapter, in turns with llama.cpp on the same ids. */
final class Network {
  private static final List<Integer> PREFILLS = List.of(64, 256, 512);
  private static final int PAST = 64;
  private static final String OURS = "ours";
  private static final double AIM_PREFILL = 1.2;
  private static final double AIM_DECODE = 1.0;
  private static final String TWO_ROWS =
      "with the adapter a single token is read as two, so that company changes nothing (ADR 0010)";

  private final Effort effort;
  private final Rival rival;
  private final Agreement agreement;
  private final Own plain;
  private final Own adapted;
  private final int[] ids;
  private final Map<Case, Turns> turns = new LinkedHashMap<>();

  /**
   * One kind of work.
   *
   * @param tokens read at once; 0 for one after the other
   */
  private record Case(int tokens, boolean adapter) {
    String id() {
      return (tokens == 0 ? "decode" : "prefill_" + tokens) + (adapter ? "_adapter" : "");
    }

    String label() {
      var what = tokens == 0 ? "decode" : "prefill %d".formatted(tokens);
      return adapter ? what + ", adapter" : what;
    }

    int each() {
      return Math.max(1, tokens);
    }

    /** llama.cpp's names of the same weights, and of those that are published. */
    List<String> others() {
      return adapter
          ? List.of(LlamaSetup.SAME_LORA, LlamaSetup.PUBLISHED_LORA)
          : List.of(LlamaSetup.SAME, LlamaSetup.PUBLISHED);
    }
  }

  Network(Subject subject, Rival rival) {
    this.effort = subject.effort();
    this.rival = rival;
    var model = subject.rig().model();
    this.plain = new Own(model, Optional.empty());
    this.adapted = new Own(model, Optional.of(subject.rig().adapter()));
    int longest = Math.max(PREFILLS.getLast(), PAST + effort.decodes());
    this.ids = subject.queries().ids(model.tokenizer(), longest);
    this.agreement = new Agreement(subject, rival, plain, adapted);
    for (int tokens : PREFILLS) {
      turns.put(new Case(tokens, false), new Turns());
      turns.put(new Case(tokens, true), new Turns());
    }
    turns.put(new Case(0, false), new Turns());
    turns.put(new Case(0, true), new Turns());
  }

  Section measure() {
    // One round more than is counted: the first has code and caches cold.
    for (int round = 0; round <= effort.rounds(); round++) {
      for (var entry : turns.entrySet()) {
        int counted = round;
        var one = entry.getKey();
        add(round, entry.getValue(), OURS, ours(one));
        for (var other : one.others()) {
          theirs(one, other).ifPresent(took -> add(counted, entry.getValue(), other, took));
        }
      }
    }
    agreement.look();
    var notes = new ArrayList<String>();
    notes.add(TWO_ROWS);
    if (turns.values().stream().anyMatch(of -> of.has(LlamaSetup.SAME))) {
      notes.add("× is how much faster ours is, by rounds; Q8_0 are our very weights");
      notes.addAll(agreement.notes());
    }
    rival.why().ifPresent(notes::add);
    var lines = new ArrayList<Line>();
    turns.forEach((one, of) -> lines.add(line(one, of)));
    turns.forEach((one, of) -> published(one, of).ifPresent(lines::add));
    return new Section("network", "The network alone", lines, notes);
  }

  private static void add(int round, Turns turns, String who, Took took) {
    if (round > 0) {
      turns.add(round, who, took.millis());
    }
  }

  private Took ours(Case one) {
    var own = one.adapter() ? adapted : plain;
    return one.tokens() == 0
        ? own.decode(cut(PAST + effort.decodes()), PAST)
        : own.prefill(cut(one.tokens()), effort.prefills());
  }

  private Optional<Took> theirs(Case one, String weights) {
    return one.tokens() == 0
        ? rival.decode(weights, cut(PAST + effort.decodes()), PAST)
        : rival.prefill(weights, cut(one.tokens()), effort.prefills());
  }

  private int[] cut(int tokens) {
    return Arrays.copyOf(ids, tokens);
  }

  private Line line(Case one, Turns of) {
    var figures = new ArrayList<Figure>();
    double ours = of.millis(OURS);
    figures.add(Figure.millis("ms", "", ours));
    figures.add(Figure.of("tokens_per_second", "", one.each() / ours * 1000, "tokens/s"));
    var same = one.others().getFirst();
    if (of.has(same)) {
      figures.add(Figure.millis("q8_0_ms", "Q8_0", of.millis(same)));
      var ratio = Figure.ratio("q8_0_ratio", "", of.faster(OURS, same));
      boolean aimed = one.adapter() ? agreement.adapterWorks() : one.tokens() > 0;
      double bound = one.tokens() > 0 ? AIM_PREFILL : AIM_DECODE;
      figures.add(aimed ? ratio.aiming(Aim.atLeast(bound)) : ratio);
    }
    return new Line(one.id(), one.label(), figures, of.count(OURS));
  }

  /** Against the weights as they were published, which are no aim: other codes than ours. */
  private static Optional<Line> published(Case one, Turns of) {
    var other = one.others().getLast();
    return of.has(other)
        ? Optional.of(
            Line.of(
                    one.id() + "_published",
                    one.label() + ", Q4_1",
                    Figure.millis("q4_1_ms", "", of.millis(other)),
                    Figure.ratio("q4_1_ratio", "", of.faster(OURS, other)))
                .counting(of.count(other)))
        : Optional.empty();
  }
}
