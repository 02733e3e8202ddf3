package io.octograph.benchmark;

import io.octograph.evaluation.HeldOut;
import io.octograph.evaluation.Row;
import io.octograph.evaluation.Rows;
import io.octograph.model.Prompt;
import io.octograph.model.Tokenizer;
import io.octograph.traversal.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What is asked: the rows that no training has seen, in an order that is the same each time.
 *
 * @param rows at least one
 */
record Queries(List<Row> rows) {
  private static final int SEED = 5;

  static Queries read(Path home) throws IOException {
    var rows =
        new ArrayList<>(
            Rows.read(List.of(home.resolve("training/data"))).stream()
                .filter(row -> HeldOut.test(row.query()))
                .filter(row -> row.kind() != Row.Kind.NONE && row.steps().isEmpty())
                .toList());
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no held-out row in %s; run this in a checkout of Octograph."
              .formatted(home.resolve("training/data")));
    }
    Collections.shuffle(rows, new Random(SEED));
    return new Queries(rows);
  }

  /** So many conversations as they are; rows come again where there are too few. */
  List<List<Message>> conversations(int count) {
    return Stream.generate(rows::stream)
        .flatMap(all -> all)
        .limit(count)
        .map(Queries::conversation)
        .toList();
  }

  /** So many different texts of just so many tokens, each a piece of the queries in a row. */
  List<List<Message>> ofTokens(Tokenizer tokenizer, int tokens, int count) {
    return pieces(tokenizer, tokens, count).stream()
        .map(ids -> List.of(Message.user(tokenizer.decode(ids))))
        .toList();
  }

  /** Ids of one text. */
  int[] ids(Tokenizer tokenizer, int tokens) {
    return pieces(tokenizer, tokens, 1).getFirst();
  }

  /** Cut out of the queries, written one after the other. */
  private List<int[]> pieces(Tokenizer tokenizer, int tokens, int count) {
    var pieces = new ArrayList<int[]>();
    var read = new int[0];
    // A piece that does not begin at a letter's first byte is none, and of a Chinese text few do.
    long left = (count + 8L) * tokens * 4;
    for (int i = 0; pieces.size() < count && left > 0; i++) {
      // Words are split before their blanks, so that queries can be encoded one by one.
      var query = tokenizer.encode(" " + rows.get(i % rows.size()).query());
      left -= query.length;
      read = Prompt.join(read, query);
      for (; read.length >= tokens; read = Arrays.copyOfRange(read, tokens, read.length)) {
        var piece = Arrays.copyOf(read, tokens);
        boolean whole = Arrays.equals(tokenizer.encode(tokenizer.decode(piece)), piece);
        if (whole && pieces.size() < count) {
          pieces.add(piece);
        }
      }
    }
    if (pieces.isEmpty()) {
      throw new IllegalStateException(
          "The held-out rows make no text of %d tokens; take more rows.".formatted(tokens));
    }
    for (int i = 0; pieces.size() < count; i++) {
      pieces.add(pieces.get(i));
    }
    return pieces;
  }

  private static List<Message> conversation(Row row) {
    var messages = new ArrayList<Message>();
    row.history()
        .forEach(
            turn ->
                messages.add(
                    new Message(turn.path("role").asText(), turn.path("content").asText())));
    messages.add(Message.user(row.query()));
    return messages;
  }
}
