package io.octograph.model.master;

import io.octograph.benchmark.OneMaster;
import io.octograph.model.Logits;
import io.octograph.model.PromptLookup;
import io.octograph.model.Sampler;
import io.octograph.model.TokenMask;
import io.octograph.model.Tokenizer;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The loops of a decision and of a decoded token. It lies in the package of what it measures, whose
 * classes are nobody else's business.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Thread)
public class MasterLoops {
  private static final int VOCABULARY = 49_152;
  private static final String QUERY =
      "Why does the LM317 with R1 = 240 ohms and R2 = 1.5 kilohms not give me about 9 V?";

  /** The folder of the checkout. */
  @Param(".")
  public String home;

  private Tokenizer tokenizer;
  private MasterPrompts prompts;
  private Ask ask;
  private Logits logits;
  private TokenMask mask;
  private int[] prompt;
  private List<Integer> written;

  /** Options of a choice. */
  @State(Scope.Thread)
  public static class Choices {
    /** How many. */
    @Param({"17", "1000"})
    public int tokens;

    private List<TokenChoice.Option> options;
    private Logits logits;

    /** Makes them. */
    @Setup
    public void make() {
      options =
          IntStream.range(0, tokens)
              .mapToObj(i -> new TokenChoice.Option("node_" + i, "<" + i + ">", VOCABULARY + i))
              .toList();
      logits = new Logits(new float[0], normal(tokens, 2), VOCABULARY);
    }
  }

  /** Reads the tokenizer and draws the logits. */
  @Setup
  public void make() {
    var base = Path.of(home).resolve("models/octopus-135m");
    tokenizer = Tokenizer.load(base.resolve("tokenizer.json"));
    var file = MasterFile.read(base.resolve("adapters").resolve(OneMaster.MMLU));
    prompts = new MasterPrompts(file, tokenizer);
    var graph = OneMaster.graph(OneMaster.master(OneMaster.MMLU, file.nodes()));
    ask = OneMaster.ask(graph, List.of(Message.user(QUERY)), true);
    logits = new Logits(normal(VOCABULARY, 1), normal(18, 2), VOCABULARY);
    var text = TokenMask.allBut(tokenizer.specials().values());
    mask = id -> id == VOCABULARY + 17 || (id < VOCABULARY && text.allows(id));
    prompt = tokenizer.encode(QUERY);
    written = new ArrayList<>();
    for (int id : prompt) {
      written.add(id);
    }
    written.removeLast();
  }

  /** Frees the tokenizer. */
  @TearDown
  public void close() {
    tokenizer.close();
  }

  /** The query's ids. */
  @Benchmark
  public int[] encode() {
    return tokenizer.encode(QUERY);
  }

  /** What the master reads for the query. */
  @Benchmark
  public Object prompt() {
    return prompts.of(ask);
  }

  /** The likeliest of 49,152 tokens and 18 more, as a rewrite allows them. */
  @Benchmark
  public int argmax() {
    return Sampler.greedy().pick(logits, mask);
  }

  /** The probabilities of the functional tokens, sorted. */
  @Benchmark
  public Object choice(Choices choices) {
    return TokenChoice.weigh(choices.options, choices.logits, 1.2);
  }

  /** A guess from the query, the whole of it written. */
  @Benchmark
  public int[] lookup() {
    return new PromptLookup(prompt).draft(written);
  }

  private static float[] normal(int count, int seed) {
    var random = new Random(seed);
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
