package io.octograph.model.master;

import io.octograph.graph.Function;
import io.octograph.model.Adapter;
import io.octograph.model.ChatTemplate;
import io.octograph.model.Clip;
import io.octograph.model.LanguageModel;
import io.octograph.model.Logits.Rows;
import io.octograph.model.ModelException;
import io.octograph.model.Prompt;
import io.octograph.model.PromptLookup;
import io.octograph.model.ReadAhead;
import io.octograph.model.Template;
import io.octograph.model.function.Parameters;
import io.octograph.model.function.TokenTexts;
import io.octograph.model.master.TokenChoice.Option;
import io.octograph.model.master.TokenChoice.Weighed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The agent of a node with functions: chooses functions as a master chooses nodes, and writes their
 * parameters, greedily, as JSON that is valid by their schemas. Safe for use by several threads.
 *
 * <p>What it reads of the user is ids of plain text, and what it chooses among are its own rows: no
 * text can be, or become, a functional token.
 */
public final class FunctionDecider {
  private static final String NONE = "none";
  private static final String STOP = "";

  /** Characters of a long query's head, and of its tail, that arguments may copy. */
  private static final int MOST_COPIED = 1000;

  private final LanguageModel model;
  private final Optional<Adapter> adapter;
  private final MasterFile file;
  private final ChatTemplate chat;
  private final int[] prefix;
  private final int[] open;
  private final int[] close;
  private final List<Option> options;
  private final Map<String, Parameters> parameters = new LinkedHashMap<>();

  /** A function to be called; {@code arguments} is JSON that is valid by its schema. */
  public record Called(String function, String token, double probability, String arguments) {}

  /**
   * What was decided.
   *
   * @param calls in the order of the query; empty where no function fits
   * @param probability of the first choice
   * @param cut names a function whose arguments found no end: it and those after it are not called
   * @param promptTokens that were read
   * @param tokens that were written
   */
  public record Decided(
      List<Called> calls, double probability, Optional<String> cut, int promptTokens, int tokens) {}

  /**
   * Loads the adapter.
   *
   * @param folder of the adapter: {@code master.json}, which names functions, and the weights
   * @throws ModelException where it is missing, was made for another base or for other functions
   */
  public FunctionDecider(LanguageModel model, Path folder, List<Function> functions) {
    this.model = model;
    this.file = MasterFile.read(folder);
    this.adapter = file.weights(folder).map(model::adapter);
    int rows = adapter.map(Adapter::functionalRows).orElse(0);
    file.checkFits(folder, model.config().shape().vocabulary(), rows);
    file.checkContext(folder, model.config().contextLength());
    file.checkSpelled(folder, model.tokenizer().specials());
    this.chat = new ChatTemplate(file.prompt().turn(), file.prompt().open(), model.tokenizer());
    var start = Template.of(file.prompt().start(), model.tokenizer()).fill(Map.of());
    this.prefix = Prompt.join(start, chat.turn("user").head());
    this.open = model.tokenizer().encode(file.frame().open());
    this.close = model.tokenizer().encode(file.frame().close());
    this.options = functions.stream().map(function -> option(folder, function)).toList();
    var texts = TokenTexts.read(model.config().folder().resolve("tokenizer.json"));
    for (var function : functions) {
      var read = new Parameters(function.parameters(), texts);
      if (read.shortest() > file.maxRewrite()) {
        throw new ModelException(
            "The shortest parameters of the function %s may take %d tokens; %s allows %d."
                .formatted(function.name(), read.shortest(), folder, file.maxRewrite()));
      }
      parameters.put(function.name(), read);
    }
    model.start(adapter, prefix).close();
  }

  private Option option(Path folder, Function function) {
    var known =
        file.token(function.name())
            .orElseThrow(
                () ->
                    new ModelException(
                        "The agent in %s has no token for the function %s; it was trained for %s. Train it for the graph's functions."
                            .formatted(folder, function.name(), file.nodes())));
    if (!known.token().equals(function.token())) {
      throw new ModelException(
          "The function %s has the token %s in the graph, but %s in %s. Write the latter into the graph."
              .formatted(function.name(), function.token(), known.token(), folder));
    }
    return new Option(function.name(), known.token(), known.id());
  }

  /**
   * Decides what to call.
   *
   * @param query the user's words
   * @param key under which the request waits for its turn, such as the node
   * @param left how long it may wait
   * @param most calls, at least 1
   * @throws io.octograph.model.OverloadedException where too many wait
   * @throws ModelException where the model fails
   */
  public Decided decide(String query, String key, Duration left, int most)
      throws InterruptedException {
    var question = Clip.encode(model.tokenizer(), query, file.clip().query()).ids();
    var turn = chat.turn("user", question);
    var rest = Arrays.copyOfRange(turn, chat.turn("user").head().length, turn.length);
    var prompt = Prompt.join(rest, chat.open());
    try (var _ = model.enter(key, left);
        var sequence = model.start(adapter, prefix)) {
      var logits = sequence.decide(prompt, file.rows());
      var first = TokenChoice.weigh(firstOptions(), logits, file.temperature()).getFirst();
      int promptTokens = prefix.length + prompt.length;
      if (first.option().name().equals(NONE)) {
        return new Decided(List.of(), first.probability(), Optional.empty(), promptTokens, 1);
      }
      var drafter = new PromptLookup(question);
      var text = new ReadAhead(model, sequence, all(), drafter);
      return new Calls(text, readable(query), most).follow(first, promptTokens);
    }
  }

  /** Of a long query the ends, as the model reads it. */
  private static String readable(String query) {
    if (query.length() <= 2 * MOST_COPIED) {
      return query;
    }
    var tail = query.substring(query.length() - MOST_COPIED);
    return query.substring(0, MOST_COPIED) + "\n" + tail;
  }

  private Rows all() {
    return file.rows() == Rows.FUNCTIONAL ? Rows.ALL : file.rows();
  }

  private List<Option> firstOptions() {
    var first = new ArrayList<>(options);
    file.none().ifPresent(none -> first.add(new Option(NONE, none.token(), none.id())));
    return first;
  }

  private List<Option> furtherOptions() {
    var further = new ArrayList<>(options);
    further.add(new Option(STOP, file.stop().token(), file.stop().id()));
    return further;
  }

  /** The calls of one answer, as they are decoded. */
  private final class Calls {
    private final ReadAhead text;
    private final String query;
    private final int most;
    private final List<Called> made = new ArrayList<>();
    private int tokens;

    Calls(ReadAhead text, String query, int most) {
      this.text = text;
      this.query = query;
      this.most = most;
    }

    Decided follow(Weighed first, int promptTokens) throws InterruptedException {
      var next = first;
      var cut = Optional.<String>empty();
      while (true) {
        var option = next.option();
        var writing = parameters.get(option.name()).begin(query, file.maxRewrite());
        var head = Prompt.join(new int[] {option.id()}, open);
        int last = writing.isEmpty() ? -1 : write(writing.get(), head);
        if (last < 0) {
          cut = Optional.of(option.name());
          break;
        }
        var arguments = writing.get().text();
        made.add(new Called(option.name(), option.token(), next.probability(), arguments));
        if (made.size() >= most || text.room() <= file.maxRewrite()) {
          break;
        }
        var ends = Prompt.join(new int[] {last}, close, new int[] {file.end().id()});
        tokens += ends.length;
        var logits = text.read(ends);
        next = TokenChoice.weigh(furtherOptions(), logits, file.temperature()).getFirst();
        if (next.option().name().equals(STOP)) {
          break;
        }
      }
      return new Decided(List.copyOf(made), first.probability(), cut, promptTokens, tokens);
    }

    /**
     * Writes parameters and gives their last id, which is not read yet; -1 where the budget or a
     * loop ended a text: half a text is none.
     */
    private int write(Parameters.Writing writing, int[] head) throws InterruptedException {
      var ids = new ArrayList<Integer>();
      var logits = text.read(head);
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException("The call was cancelled.");
        }
        int id = writing.pick(logits);
        ids.add(id);
        tokens++;
        if (writing.hurried() || Loops.found(ids) || text.room() < 2) {
          return -1;
        }
        if (writing.done()) {
          return id;
        }
        logits = text.read(id);
      }
    }
  }
}
