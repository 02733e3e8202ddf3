package io.octograph.benchmark;

import io.octograph.benchmark.Load.Question;
import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import io.octograph.benchmark.Rig.Timed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The decision alone, from the query to its functional token, by the whole network: what an early
 * exit saves is {@link Early}'s to say.
 */
final class Decisions {
  static final int USUAL_TOKENS = 30;

  private static final List<Integer> TOKENS = List.of(16, USUAL_TOKENS, 64, 256, 512);
  private static final List<Integer> CLIENTS = List.of(1, 4, 16);

  private static final double AIM_MILLIS_VNNI = 25;
  private static final double AIM_MILLIS = 60;
  private static final double AIM_JAVA_MILLIS = 2;

  private Decisions() {}

  /** For a decision of {@link #USUAL_TOKENS} tokens, alone. */
  static Aim aim(Machine machine) {
    return Aim.atMost(machine.vnni() ? AIM_MILLIS_VNNI : AIM_MILLIS);
  }

  /** Few clients first, so that memory tells what more of them need. */
  static Section measure(
      Subject subject, Machine machine, Memories memories, Consumer<String> progress)
      throws InterruptedException {
    var questions = questions(subject);
    var lines = new ArrayList<Line>();
    for (int clients : CLIENTS) {
      // The graph for several lanes is loaded when requests first meet.
      progress.accept("decisions: warming up, %d clients".formatted(clients));
      Load.run(subject.rig(), subject.graph(), clients, subject.warming());
      for (int tokens : TOKENS) {
        progress.accept("decisions: %d tokens, %d clients".formatted(tokens, clients));
        var load = Load.run(subject.rig(), subject.graph(), clients, questions.get(tokens));
        boolean aimed = tokens == USUAL_TOKENS && clients == 1;
        lines.add(line(tokens, clients, load, aimed, machine));
        if (aimed) {
          lines.add(java(load));
        }
      }
      memories.remember("clients_" + clients, "after %d at a time".formatted(clients));
    }
    return Section.of(
        "decisions",
        "The decision by the whole network: from the query to its functional token, no rewrite",
        lines,
        "prompt: tokens read, the median; of longer queries head and tail are read",
        "each client asks again when it has its answer: a closed loop, without pauses",
        "outside the network: all but ONNX Runtime's runs; without HTTP and the walk");
  }

  private static Map<Integer, List<Question>> questions(Subject subject) {
    var tokenizer = subject.rig().model().tokenizer();
    int count = subject.effort().decisions();
    var questions = new LinkedHashMap<Integer, List<Question>>();
    for (int tokens : TOKENS) {
      var texts = subject.queries().ofTokens(tokenizer, tokens, count);
      questions.put(tokens, Load.questions(texts, false));
    }
    return questions;
  }

  static Line line(int tokens, int clients, Load load, boolean aimed, Machine machine) {
    var figures = new ArrayList<Figure>();
    if (!load.timed().isEmpty()) {
      var first = load.of(Timed::firstMillis);
      var p50 = Figure.millis("p50_ms", "p50", first.p50());
      var aim = aim(machine);
      figures.add(aimed ? p50.aiming(aim) : p50);
      figures.add(Figure.millis("p99_ms", "p99", first.p99()));
      figures.add(Figure.of("per_second", "", load.perSecond(), "decisions/s"));
      double prompt = load.of(Timed::promptTokens).p50();
      figures.add(Figure.of("prompt_tokens", "prompt", prompt, ""));
    }
    figures.add(Figure.of("refused", "refused", load.refused(), ""));
    return new Line(
        tokens + "_tokens_" + clients + "_clients",
        "%d tokens, %s".formatted(tokens, clients == 1 ? "alone" : clients + " clients"),
        figures,
        load.timed().size());
  }

  private static Line java(Load load) {
    var outside = load.of(Timed::outsideMillis);
    return Line.of(
            "java",
            "  of it outside the network",
            Figure.millis("p50_ms", "p50", outside.p50()).aiming(Aim.atMost(AIM_JAVA_MILLIS)),
            Figure.millis("p99_ms", "p99", outside.p99()),
            Figure.millis("mean_ms", "mean", outside.mean()))
        .counting(load.timed().size());
  }
}
