package io.octograph.benchmark;

import io.octograph.benchmark.Llama.Took;
import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The network alone, with and without the adapter, in turns with llama.cpp on the same ids. */
final class Network {
  private static final List<Integer> PREFILLS = List.of(64, 256, 512);
  private static final int PAST = 64;
  private static final int LOOKED_AT = 20;
  private static final String OURS = "ours";
  private static final double AIM_PREFILL = 1.2;
  private static final double AIM_DECODE = 1.0;

  private final Effort effort;
  private final Own plain;
  private final Own adapted;
  private final int[] ids;
  private final List<int[]> texts;
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
      return adapter ? what + ", with adapter" : what;
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

  Network(Subject subject) {
    this.effort = subject.effort();
    var model = subject.rig().model();
    this.plain = new Own(model, Optional.empty());
    this.adapted = new Own(model, Optional.of(subject.rig().adapter()));
    int longest = Math.max(PREFILLS.getLast(), PAST + effort.decodes());
    this.ids = subject.queries().ids(model.tokenizer(), longest);
    this.texts = subject.queries().idsOf(model.tokenizer(), PREFILLS.getFirst(), LOOKED_AT);
    for (int tokens : PREFILLS) {
      turns.put(new Case(tokens, false), new Turns());
      turns.put(new Case(tokens, true), new Turns());
    }
    turns.put(new Case(0, false), new Turns());
    turns.put(new Case(0, true), new Turns());
  }

  /** Ours alone. */
  Section measure(String why) throws IOException {
    measure(Optional.empty());
    return section(List.of(why));
  }

  /** Both. */
  Section measure(Llama llama) throws IOException {
    measure(Optional.of(llama));
    return section(
        List.of(
            "× is how much faster ours is: the median, the lowest and the highest of the rounds",
            "llama.cpp by node-llama-cpp; Q8_0 are our very weights, Q4_1 those published",
            agreement(llama)));
  }

  private void measure(Optional<Llama> llama) throws IOException {
    // One round more than is counted: the first has code and caches cold.
    for (int round = 0; round <= effort.rounds(); round++) {
      for (var entry : turns.entrySet()) {
        var one = entry.getKey();
        add(round, entry.getValue(), OURS, ours(one));
        if (llama.isPresent()) {
          for (var other : one.others()) {
            add(round, entry.getValue(), other, theirs(one, llama.get(), other));
          }
        }
      }
    }
  }

  private static void add(int round, Turns turns, String who, Took took) {
    if (round > 0) {
      turns.add(who, took.millis());
    }
  }

  private Took ours(Case one) {
    var own = one.adapter() ? adapted : plain;
    return one.tokens() == 0
        ? own.decode(cut(PAST + effort.decodes()), PAST)
        : own.prefill(cut(one.tokens()), effort.prefills());
  }

  private Took theirs(Case one, Llama llama, String weights) throws IOException {
    return one.tokens() == 0
        ? llama.decode(weights, cut(PAST + effort.decodes()), PAST)
        : llama.prefill(weights, cut(one.tokens()), effort.prefills());
  }

  private int[] cut(int tokens) {
    return Arrays.copyOf(ids, tokens);
  }

  private Section section(List<String> notes) {
    var lines = new ArrayList<Line>();
    turns.forEach((one, of) -> lines.add(line(one, of)));
    return new Section("network", "The network alone", lines, notes);
  }

  private static Line line(Case one, Turns of) {
    var figures = new ArrayList<Figure>();
    double ours = of.millis(OURS);
    figures.add(Figure.millis("ms", "", ours));
    figures.add(Figure.of("tokens_per_second", "", one.each() / ours * 1000, "tokens/s"));
    for (var other : one.others()) {
      if (of.has(other)) {
        var ratio = of.faster(OURS, other);
        var key = other.startsWith(LlamaSetup.SAME) ? LlamaSetup.SAME : LlamaSetup.PUBLISHED;
        figures.add(Figure.millis(key + "_ms", key.toUpperCase(Locale.ROOT), of.millis(other)));
        var figure = Figure.of(key + "_ratio", "", ratio.median(), "×");
        boolean aimed = key.equals(LlamaSetup.SAME) && (one.tokens() > 0 || one.adapter());
        double bound = one.tokens() > 0 ? AIM_PREFILL : AIM_DECODE;
        figures.add(aimed ? figure.aiming(Aim.atLeast(bound)) : figure);
        figures.add(Figure.of(key + "_low", "lowest", ratio.low(), "×"));
        figures.add(Figure.of(key + "_high", "highest", ratio.high(), "×"));
      }
    }
    return new Line(one.id(), one.label(), figures);
  }

  /** Whether both are the same model at all. */
  private String agreement(Llama llama) throws IOException {
    int plainly = 0;
    int withAdapter = 0;
    for (var text : texts) {
      int next = llama.prefill(LlamaSetup.SAME, text, 1).next();
      plainly += plain.prefill(text, 1).next() == next ? 1 : 0;
      next = llama.prefill(LlamaSetup.SAME_LORA, text, 1).next();
      withAdapter += adapted.prefill(text, 1).next() == next ? 1 : 0;
    }
    return "the likeliest next token is Q8_0's in %d of %d texts, with the adapter in %d"
        .formatted(plainly, texts.size(), withAdapter);
  }
}
