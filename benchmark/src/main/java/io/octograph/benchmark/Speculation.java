package io.octograph.benchmark;

import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import io.octograph.benchmark.Rig.Timed;
import io.octograph.model.EngineSettings;
import io.octograph.model.RunStats;
import io.octograph.model.master.MasterIds;
import io.octograph.traversal.DecisionException;
import io.octograph.traversal.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rewrites with prompt lookup: in turns with ours without it, and with llama.cpp, which decodes as
 * many tokens after the same prompt one by one, as plain decoding does.
 */
final class Speculation {
  private static final int ROUNDS = 8;
  private static final int WARM = 5;
  private static final double AIM_LLAMA = 1.2;
  private static final String ON = "on";
  private static final String OFF = "off";
  private static final String LLAMA = "llama";

  private final Subject subject;
  private final Rival rival;
  private final MasterIds ids;
  private final List<List<Message>> conversations;
  private final List<Timed> on = new ArrayList<>();
  private final List<Timed> off = new ArrayList<>();
  private final Paces ours = new Paces();
  private final Paces beside = new Paces();
  private RunStats.Counts counts;

  Speculation(Subject subject, Rival rival) {
    this.subject = subject;
    this.rival = rival;
    this.ids = new MasterIds(subject.rig().model(), subject.rig().adapterFolder());
    this.conversations = subject.queries().conversations(subject.effort().load());
  }

  Section measure(Path home, EngineSettings engine) throws InterruptedException, DecisionException {
    var without = engine.decoding().withSpeculation(false);
    try (var plain = new Rig(home, engine.withDecoding(without))) {
      for (var rig : List.of(subject.rig(), plain)) {
        for (var messages : conversations.subList(0, Math.min(WARM, conversations.size()))) {
          rig.decide(subject.graph(), messages, true);
        }
      }
      var stats = subject.rig().model().stats();
      var before = stats.counts();
      for (int i = 0; i < conversations.size(); i++) {
        one(i, plain);
      }
      counts = stats.counts().minus(before);
    }
    return section();
  }

  /** One conversation: ours first with or without, llama.cpp between the two. */
  private void one(int i, Rig plain) throws InterruptedException, DecisionException {
    var messages = conversations.get(i);
    boolean first = i % 2 == 0;
    var timed = decide(first, plain, messages);
    int llamas = Math.min(subject.effort().beside(), conversations.size());
    var took = i < llamas ? llama(messages, timed) : 0;
    var other = decide(!first, plain, messages);
    var with = first ? timed : other;
    on.add(with);
    off.add(first ? other : timed);
    int round = Effort.round(i, conversations.size(), ROUNDS);
    ours.add(round, ON, with.rewriteMillis(), with.rewriteTokens());
    ours.add(round, OFF, off.getLast().rewriteMillis(), off.getLast().rewriteTokens());
    if (took > 0) {
      round = Effort.round(i, llamas, ROUNDS);
      beside.add(round, ON, with.rewriteMillis(), with.rewriteTokens());
      beside.add(round, LLAMA, took, with.rewriteTokens());
    }
  }

  private Timed decide(boolean lookup, Rig plain, List<Message> messages)
      throws InterruptedException, DecisionException {
    return (lookup ? subject.rig() : plain).decide(subject.graph(), messages, true);
  }

  /** Milliseconds of llama.cpp's for as many tokens as ours wrote; 0 where it took no part. */
  private double llama(List<Message> messages, Timed timed) {
    if (timed.rewriteTokens() == 0) {
      return 0;
    }
    var ask = OneMaster.ask(subject.graph(), messages, true);
    var rewrite = timed.calls().getFirst().rewrite();
    var written = ids.written(ask, rewrite, timed.rewriteTokens());
    return written.ids().length > Llama.CONTEXT
        ? 0
        : rival
            .decode(LlamaSetup.SAME_LORA, written.ids(), written.past())
            .map(took -> took.millis().stream().mapToDouble(Double::doubleValue).sum())
            .orElse(0.0);
  }

  private Section section() {
    var lines = new ArrayList<Line>();
    if (ours.has(ON) && ours.has(OFF)) {
      lines.add(line(ON, "with", on));
      lines.add(line(OFF, "without", off));
      double right = counts.guessed() == 0 ? 0 : 100.0 * counts.accepted() / counts.guessed();
      lines.add(
          Line.of(
              "ratio",
              "against without",
              Figure.ratio("ratio", "", ours.faster(ON, OFF)),
              Figure.of("accepted_percent", "right of the drafted", right, "%")));
    }
    if (beside.has(LLAMA)) {
      lines.add(
          Line.of(
                  "llama",
                  "against llama.cpp",
                  Figure.millis("on_ms", "", beside.millisPerToken(ON)),
                  Figure.millis("llama_ms", "llama.cpp", beside.millisPerToken(LLAMA)),
                  Figure.ratio("ratio", "", beside.faster(ON, LLAMA))
                      .aiming(Aim.atLeast(AIM_LLAMA)))
              .counting(beside.count(LLAMA)));
    }
    var notes = new ArrayList<String>();
    notes.add(
        "with and without, the rewrites were the same in %d of %d decisions"
            .formatted(same(), on.size()));
    notes.add("ms are of a token; llama.cpp (our codes, Q8_0 and the adapter) decodes one by one");
    rival.why().ifPresent(notes::add);
    return new Section(
        "speculation", "Rewrites with prompt lookup, tokens after the first", lines, notes);
  }

  private Line line(String who, String label, List<Timed> all) {
    var written = all.stream().filter(timed -> timed.rewriteTokens() > 0).toList();
    double tokens = written.stream().mapToInt(Timed::rewriteTokens).sum();
    double runs = written.stream().mapToLong(timed -> timed.work().rewriteRuns()).sum();
    var calls = written.stream().flatMap(timed -> timed.calls().stream()).toList();
    double empty = calls.stream().filter(call -> call.rewrite().isEmpty()).count();
    double each = ours.millisPerToken(who);
    return Line.of(
            who,
            label,
            Figure.millis("ms", "", each),
            Figure.of("tokens_per_second", "", 1000 / each, "tokens/s"),
            Figure.of("tokens_per_rewrite", "tokens a decision", tokens / written.size(), ""),
            Figure.of("tokens_per_run", "a run", tokens / runs, ""),
            Figure.of("empty_percent", "empty", 100 * empty / calls.size(), "%"))
        .counting(written.size());
  }

  /** Decisions that came out the same; of the probabilities only the order must be. */
  private long same() {
    return IntStream.range(0, on.size())
        .filter(i -> said(on.get(i)).equals(said(off.get(i))))
        .count();
  }

  private static List<String> said(Timed timed) {
    return timed.calls().stream().map(call -> call.node() + call.rewrite()).toList();
  }
}
