package io.octograph.model.master;

import io.octograph.model.Logits.Rows;
import io.octograph.model.ModelException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What {@code master.json}, beside the adapter, says of a master.
 *
 * @param format of the file, {@value #FORMAT}
 * @param graph name of the graph it was trained for
 * @param base name of the base model's folder
 * @param adapter file of the weights, by its way from this one's folder; empty where the base alone
 *     is the master
 * @param ownRows file of functional rows that stand in the place of the adapter's: several masters
 *     then share the LoRA of one; empty where they are the adapter's
 * @param firstId id of the first functional row, where the tokens are rows of the adapter (they
 *     follow the vocabulary); empty where they are tokens of the base's own vocabulary, as in the
 *     published Octopus v4
 * @param tokens a functional token for every neighbour
 * @param none the token for "no neighbour fits"; empty where no data trained one
 * @param finish the token for "the answers suffice"; empty where no data trained one
 * @param end ends a rewrite
 * @param stop ends the list of calls, a token of the vocabulary
 * @param frame what stands around a rewrite
 * @param maxRewrite the most tokens of a rewrite
 * @param temperature of the calibration: logits are divided by it; above 0
 * @param certainty a rewrite that is less certain counts as none; empty where all count
 */
public record MasterFile(
    int format,
    String graph,
    String base,
    String adapter,
    String ownRows,
    OptionalInt firstId,
    List<NodeToken> tokens,
    Optional<Token> none,
    Optional<Token> finish,
    Token end,
    Token stop,
    ChatPieces prompt,
    Optional<Continuation> continuation,
    Frame frame,
    ClipLengths clip,
    int maxRewrite,
    double temperature,
    Optional<Certainty> certainty) {
  static final int FORMAT = 1;

  /** A neighbour's token; of an agent {@code node} is the name of a function (docs/adr/0021). */
  public record NodeToken(String node, String token, int id) {}

  /** A token by its text and id. */
  public record Token(String token, int id) {}

  /**
   * The chat template.
   *
   * @param start what every prompt begins with, such as a system turn; may be empty
   * @param turn with the slots {@code {role}} and {@code {content}}
   * @param open the answer's head
   */
  public record ChatPieces(String start, String turn, String open) {}

  /**
   * How an answer is shown, in a turn of the assistant's: slots {@code {node}}, {@code {question}},
   * {@code {content}}.
   */
  public record Continuation(String answer) {}

  /** What stands before and after a rewrite. */
  public record Frame(String open, String close) {}

  /**
   * How much of a text is read; of longer ones head and tail are kept.
   *
   * @param query the most tokens of a query, above 0
   * @param history the most tokens of each turn before it, 0 or more
   * @param rewrite the most tokens of a query that is written anew, 0 to {@code query} (which it is
   *     where the file does not say): a longer one than the training had goes out as it is
   */
  public record ClipLengths(int query, int history, int rewrite) {}

  /**
   * The least mean log-probability of a rewrite's tokens, by the script of the question: a small
   * model that knows a language badly writes fluent nonsense there, with many unlikely tokens
   * (docs/adr/0024).
   *
   * @param han of Chinese questions, below 0
   * @param others of all others, below 0
   */
  public record Certainty(double han, double others) {
    /** Whether a rewrite of that mean log-probability may stand. */
    boolean suffices(double certainty, boolean chinese) {
      return certainty >= (chinese ? han : others);
    }
  }

  /** Reads the {@code master.json} of an adapter's folder and checks it. */
  public static MasterFile read(Path folder) {
    return MasterFileReader.read(folder.resolve("master.json"));
  }

  /** Where the weights lie in the master's folder; empty where the base alone is the master. */
  public Optional<Path> weights(Path folder) {
    return adapter.isEmpty() ? Optional.empty() : Optional.of(folder.resolve(adapter));
  }

  /** Where its functional rows lie; empty where they are those of the weights. */
  public Optional<Path> ownRows(Path folder) {
    return ownRows.isEmpty() ? Optional.empty() : Optional.of(folder.resolve(ownRows));
  }

  /** Which part of the logits its tokens are in. */
  public Rows rows() {
    return firstId.isPresent() ? Rows.FUNCTIONAL : Rows.VOCABULARY;
  }

  /** The token of a neighbour. */
  public Optional<NodeToken> token(String node) {
    return tokens.stream().filter(token -> token.node().equals(node)).findFirst();
  }

  /** Names of all neighbours that have a token. */
  public List<String> nodes() {
    return tokens.stream().map(NodeToken::node).toList();
  }

  void check(Path path) {
    require(path, format == FORMAT, "'format' is %d, this program reads %d", format, FORMAT);
    require(path, !tokens.isEmpty(), "'tokens' has no entry");
    require(path, clip.query() > 0 && clip.history() >= 0, "'clip' is below its least");
    require(
        path,
        clip.rewrite() >= 0 && clip.rewrite() <= clip.query(),
        "'clip.rewrite' is %d, it must be 0 to 'clip.query', which is %d",
        clip.rewrite(),
        clip.query());
    require(path, maxRewrite > 0, "'max_rewrite' is %d, it must be above 0", maxRewrite);
    require(path, temperature > 0, "'temperature' is %s, it must be above 0", temperature);
    certainty.ifPresent(
        least ->
            require(
                path,
                least.han() < 0 && least.others() < 0,
                "'certainty' is %s and %s, logarithms of probabilities are below 0",
                least.han(),
                least.others()));
    var ids = new HashSet<Integer>();
    var nodes = new HashSet<String>();
    for (var token : tokens) {
      require(path, nodes.add(token.node()), "the node '%s' has two tokens", token.node());
    }
    int least = firstId.orElse(0);
    functional()
        .forEach(
            token -> {
              require(path, token.id() >= least, "%s has id %d", token.token(), token.id());
              require(path, ids.add(token.id()), "the id %d is given twice", token.id());
            });
    require(path, ids.add(stop.id()), "'stop' has id %d, a functional one", stop.id());
    require(
        path,
        ownRows.isEmpty() || (firstId.isPresent() && !adapter.isEmpty()),
        "'rows' is %s without a 'first_id' and an 'adapter'",
        ownRows);
    if (firstId.isPresent()) {
      require(path, stop.id() < least, "'stop' has id %d, a functional one", stop.id());
      require(path, !adapter.isEmpty(), "'first_id' is %d without an 'adapter'", least);
    }
  }

  /**
   * Checks it against the base's vocabulary and the adapter's rows.
   *
   * @param rows functional rows of the adapter, 0 where there is none
   */
  void checkFits(Path folder, int vocabulary, int rows) {
    if (firstId.isEmpty()) {
      functional()
          .forEach(
              token ->
                  require(
                      folder,
                      token.id() < vocabulary,
                      "%s has id %d, but the base has %d tokens and no 'first_id' is given",
                      token.token(),
                      token.id(),
                      vocabulary));
      return;
    }
    int first = firstId.getAsInt();
    require(folder, first == vocabulary, "'first_id' is %d, the base has %d", first, vocabulary);
    functional()
        .forEach(
            token ->
                require(
                    folder,
                    token.id() - first < rows,
                    "%s has id %d, but the adapter has %d functional rows from %d",
                    token.token(),
                    token.id(),
                    rows,
                    first));
  }

  /**
   * Checks that the longest prompt and its rewrite fit in the base's context.
   *
   * @param contextLength the most tokens of a sequence
   */
  void checkContext(Path folder, int contextLength) {
    // The query, the answers so far, which share as much again, and what stands around each.
    long longest =
        2L * clip.query() + (long) MasterPrompts.MOST_TURNS * clip.history() + maxRewrite;
    require(
        folder,
        longest < contextLength,
        "'clip' and 'max_rewrite' allow %d tokens and more, the base reads %d",
        longest,
        contextLength);
  }

  /**
   * Checks tokens of the vocabulary against the tokenizer's special tokens: a token under another's
   * id would route without a word to the wrong node.
   */
  void checkSpelled(Path folder, Map<String, Integer> specials) {
    if (firstId.isEmpty()) {
      functional()
          .forEach(
              token ->
                  require(
                      folder,
                      specials.getOrDefault(token.token(), -1) == token.id(),
                      "%s has id %d, but the tokenizer says %s",
                      token.token(),
                      token.id(),
                      specials.get(token.token())));
    }
  }

  private Stream<Token> functional() {
    return Stream.concat(
        tokens.stream().map(token -> new Token(token.token(), token.id())),
        Stream.of(none, finish, Optional.of(end)).flatMap(Optional::stream));
  }

  private static void require(Path path, boolean holds, String what, Object... values) {
    if (!holds) {
      throw new ModelException(
          "%s: %s. Train the master again or take its file from there."
              .formatted(path, what.formatted(values)));
    }
  }
}
