package io.octograph.model.master;

import io.octograph.model.ModelException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code master.json}, beside the adapter, says of a master.
 *
 * @param format of the file, {@value #FORMAT}
 * @param graph name of the graph it was trained for
 * @param base name of the base model's folder
 * @param adapter file of the weights, beside this one
 * @param firstId id of the first functional row; all rows follow the vocabulary
 * @param tokens a functional token for every neighbour
 * @param none the token for "no neighbour fits"; empty where no data trained one
 * @param finish the token for "the answers suffice"; empty where no data trained one
 * @param end ends a rewrite
 * @param stop ends the list of calls, a token of the vocabulary
 * @param frame what stands around a rewrite
 * @param maxRewrite the most tokens of a rewrite
 * @param temperature of the calibration: logits are divided by it; above 0
 */
public record MasterFile(
    int format,
    String graph,
    String base,
    String adapter,
    int firstId,
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
    double temperature) {
  static final int FORMAT = 1;

  /** A neighbour's token. */
  public record NodeToken(String node, String token, int id) {}

  /** A token by its text and id. */
  public record Token(String token, int id) {}

  /** The chat template: a turn with {@code {role}} and {@code {content}}, and the answer's head. */
  public record ChatPieces(String turn, String open) {}

  /**
   * How an answer is shown, in a turn of the assistant's: slots {@code {node}}, {@code {question}},
   * {@code {content}}.
   */
  public record Continuation(String answer) {}

  /** What stands before and after a rewrite. */
  public record Frame(String open, String close) {}

  /** The most tokens read of a query, and of each turn before it; head and tail are kept. */
  public record ClipLengths(int query, int history) {}

  /** Reads the {@code master.json} of an adapter's folder and checks it. */
  public static MasterFile read(Path folder) {
    return MasterFileReader.read(folder.resolve("master.json"));
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
    require(path, maxRewrite > 0, "'max_rewrite' is %d, it must be above 0", maxRewrite);
    require(path, temperature > 0, "'temperature' is %s, it must be above 0", temperature);
    var ids = new HashSet<Integer>();
    var nodes = new HashSet<String>();
    for (var token : tokens) {
      require(path, nodes.add(token.node()), "the node '%s' has two tokens", token.node());
    }
    functional()
        .forEach(
            token -> {
              require(path, token.id() >= firstId, "%s has id %d", token.token(), token.id());
              require(path, ids.add(token.id()), "the id %d is given twice", token.id());
            });
    require(path, stop.id() < firstId, "'stop' has id %d, a functional one", stop.id());
  }

  /** Checks it against the adapter's rows and the base's vocabulary. */
  void checkFits(Path folder, int vocabulary, int rows) {
    require(
        folder, firstId == vocabulary, "'first_id' is %d, the base has %d", firstId, vocabulary);
    functional()
        .forEach(
            token ->
                require(
                    folder,
                    token.id() - firstId < rows,
                    "%s has id %d, but the adapter has %d functional rows from %d",
                    token.token(),
                    token.id(),
                    rows,
                    firstId));
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
