package io.octograph.model.master;

import io.octograph.model.Adapter;
import io.octograph.model.Drafter;
import io.octograph.model.LanguageModel;
import io.octograph.model.Logits.Rows;
import io.octograph.model.ModelException;
import io.octograph.model.OverloadedException;
import io.octograph.model.ReadAhead;
import io.octograph.model.Sequence;
import io.octograph.model.master.MasterPrompts.Asked;
import io.octograph.model.master.RewriteDecoder.Rewrite;
import io.octograph.model.master.TokenChoice.Option;
import io.octograph.model.master.TokenChoice.Weighed;
import io.octograph.model.opinion.ChineseOpinion;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Choice;
import io.octograph.traversal.Chosen;
import io.octograph.traversal.Decider;
import io.octograph.traversal.Decision;
import io.octograph.traversal.Decision.Times;
import io.octograph.traversal.DecisionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * One master: decides by the probabilities of its functional tokens, then writes the query anew.
 * Safe for use by several threads.
 */
public final class MasterDecider implements Decider {
  private static final String STOP = "";

  private final LanguageModel model;
  private final Optional<Adapter> adapter;
  private final MasterFile file;
  private final MasterPrompts prompts;
  private final RewriteDecoder rewrites;
  private final Map<String, Option> byNode;
  private final Optional<EarlyExit> exit;
  private final Optional<SecondOpinion> second;
  private final LongSupplier nanoTime;

  /**
   * Loads the adapter.
   *
   * @param folder of the adapter: {@code master.json} and the weights
   * @throws ModelException where it is missing or was made for another base
   */
  public MasterDecider(LanguageModel model, Path folder, LongSupplier nanoTime) {
    this.model = model;
    this.file = MasterFile.read(folder);
    this.nanoTime = nanoTime;
    this.adapter =
        file.weights(folder).map(weights -> model.adapter(weights, file.ownRows(folder)));
    int rows = adapter.map(Adapter::functionalRows).orElse(0);
    file.checkFits(folder, model.config().shape().vocabulary(), rows);
    file.checkContext(folder, model.config().contextLength());
    file.checkSpelled(folder, model.tokenizer().specials());
    this.prompts = new MasterPrompts(file, model.tokenizer());
    this.rewrites = new RewriteDecoder(model, file);
    this.byNode =
        file.tokens().stream()
            .map(token -> new Option(token.node(), token.token(), token.id()))
            .collect(Collectors.toMap(Option::name, Function.identity()));
    this.exit = EarlyExit.load(folder, model, file, prompts.prefix());
    this.second = SecondOpinion.load(folder, model, file);
    model.start(adapter, prompts.prefix()).close();
  }

  @Override
  public Decision decide(Ask ask, Consumer<Chosen> early)
      throws DecisionException, InterruptedException {
    long begun = nanoTime.getAsLong();
    var neighbours = neighbours(ask);
    try (var _ = model.enter(ask.graph().name(), ask.left())) {
      var asked = prompts.of(ask);
      var prompt = asked.prompt();
      try (var sequence = model.start(adapter, prompt.prefix())) {
        boolean rewrite = rewritten(ask, asked);
        var weighed = weigh(ask, asked, neighbours, sequence, rewrite);
        long first = millisSince(begun);
        var top = top(weighed, ask.top());
        var best = weighed.getFirst();
        if (best.option().name().equals(Choice.NONE)) {
          return Decision.none(best.probability(), top, times(begun, first, prompt.length(), 0));
        }
        if (best.option().name().equals(Choice.FINISH)) {
          return Decision.finish(best.probability(), top, times(begun, first, prompt.length(), 0));
        }
        early.accept(chosen(best, ""));
        if (!rewrite) {
          var times = times(begun, first, prompt.length(), 0);
          return Decision.calls(List.of(chosen(best, "")), top, prompt.clipped(), times);
        }
        var calls = new Calls(ask, neighbours, early);
        calls.follow(readAhead(sequence, asked), best);
        var times = times(begun, first, prompt.length(), calls.tokens);
        return Decision.calls(calls.made, top, false, times);
      }
    } catch (OverloadedException e) {
      throw new DecisionException(e.getMessage(), true, e);
    } catch (ModelException e) {
      throw new DecisionException(e.getMessage(), false, e);
    }
  }

  /**
   * A rewrite of what was read in part only could lose what was left out, and one of a longer text
   * than any in the training would ramble.
   */
  private boolean rewritten(Ask ask, Asked asked) {
    boolean known = asked.questionTokens() <= file.clip().rewrite();
    return ask.rewrite() && known && !asked.prompt().clipped();
  }

  /**
   * The options of the first choice: after the lower layers where those suffice, else after all. A
   * second opinion is blended with what all layers say.
   */
  private List<Weighed> weigh(
      Ask ask, Asked asked, List<Option> neighbours, Sequence sequence, boolean rewrite) {
    var prompt = asked.prompt();
    var options = firstOptions(ask, neighbours);
    var opinion = second.flatMap(other -> other.on(ask, asked.question()));
    // No reader was shown a prompt with answers.
    boolean early = !rewrite && ask.answers().isEmpty() && opinion.isEmpty();
    return exit.filter(reader -> early && reader.knows(options))
        .flatMap(reader -> reader.decide(sequence, prompt, options))
        .orElseGet(
            () -> {
              var logits = sequence.decide(prompt.rest(), file.rows());
              var weighed = TokenChoice.weigh(options, logits, file.temperature());
              return opinion.map(formed -> formed.with(weighed)).orElse(weighed);
            });
  }

  private ReadAhead readAhead(Sequence sequence, Asked asked) {
    // The text's own rows, and those of the tokens that end it.
    var rows = file.rows() == Rows.FUNCTIONAL ? Rows.ALL : file.rows();
    // Without an adapter the plain graph reads, whose single tokens are rounded otherwise: guesses
    // would change the text (docs/adr/0010, 0012).
    var drafter =
        adapter.isPresent() && model.settings().decoding().speculation()
            ? new RewriteDrafter(asked.copied(), rewrites.closing())
            : Drafter.NONE;
    return new ReadAhead(model, sequence, rows, drafter);
  }

  /** The calls of one decision, as they are decoded. */
  private final class Calls {
    private final Ask ask;
    private final List<Option> options;
    private final Consumer<Chosen> early;
    private final List<Chosen> made = new ArrayList<>();
    private int tokens;

    Calls(Ask ask, List<Option> neighbours, Consumer<Chosen> early) {
      this.ask = ask;
      this.early = early;
      this.options = new ArrayList<>(neighbours);
      this.options.add(new Option(STOP, file.stop().token(), file.stop().id()));
    }

    /** Decodes the rewrite of the first call, then further calls until the model stops. */
    void follow(ReadAhead text, Weighed first) throws InterruptedException {
      var next = first;
      while (true) {
        var rewrite = rewrites.decode(text, next.option().id());
        tokens += rewrite.tokens();
        made.add(chosen(next, sure(rewrite) ? rewrite.text() : ""));
        if (!rewrite.ended() || made.size() >= ask.calls() || !roomForOneMore(text)) {
          return;
        }
        var logits = text.read(file.end().id());
        tokens++;
        next = TokenChoice.weigh(options, logits, file.temperature()).getFirst();
        if (next.option().name().equals(STOP)) {
          return;
        }
        early.accept(chosen(next, ""));
      }
    }

    private boolean sure(Rewrite rewrite) {
      boolean chinese = ChineseOpinion.chinese(ask.question());
      return file.certainty().map(it -> it.suffices(rewrite.certainty(), chinese)).orElse(true);
    }

    private boolean roomForOneMore(ReadAhead text) {
      return text.room() > file.maxRewrite() / 2;
    }
  }

  private List<Option> neighbours(Ask ask) throws DecisionException {
    var neighbours = new ArrayList<Option>();
    for (var node : ask.among()) {
      var option = byNode.get(node);
      if (option == null) {
        throw new DecisionException(
            "The master '%s' has no token for the node '%s'; it was trained for %s."
                .formatted(ask.master().name(), node, file.nodes()),
            false);
      }
      neighbours.add(option);
    }
    if (neighbours.isEmpty()) {
      throw new DecisionException(
          "The master '%s' was asked to choose among no nodes.".formatted(ask.master().name()),
          false);
    }
    return List.copyOf(neighbours);
  }

  /** The neighbours, and <em>none</em> at a fresh decision, <em>finish</em> after an answer. */
  private List<Option> firstOptions(Ask ask, List<Option> neighbours) {
    boolean fresh = ask.answers().isEmpty();
    var options = new ArrayList<>(neighbours);
    (fresh ? file.none() : file.finish())
        .map(way -> new Option(fresh ? Choice.NONE : Choice.FINISH, way.token(), way.id()))
        .ifPresent(options::add);
    return options;
  }

  private static List<Choice> top(List<Weighed> weighed, int most) {
    return weighed.stream()
        .limit(most)
        .map(choice -> new Choice(choice.option().name(), choice.probability()))
        .toList();
  }

  private static Chosen chosen(Weighed choice, String rewrite) {
    var option = choice.option();
    return new Chosen(option.name(), option.token(), choice.probability(), rewrite);
  }

  private Times times(long begun, long first, int promptTokens, int rewriteTokens) {
    return new Times(first, millisSince(begun), promptTokens, rewriteTokens);
  }

  private long millisSince(long nanos) {
    return (nanoTime.getAsLong() - nanos) / 1_000_000;
  }
}
