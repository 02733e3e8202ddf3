package io.octograph.model;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How the tokens of several steps lie in one run: lane after lane. A step of one token gets a
 * second one, which nobody looks at and the next step overwrites: kernels for a single row round
 * otherwise than those for several, and what a sequence reads must not depend on who else is in the
 * run (docs/adr/0010). A lane without a step reads one token.
 *
 * @param ids of all lanes
 * @param tokens of each lane
 * @param rows positions in {@code ids} whose features are wanted; at least one, for the graph's
 *     sake
 * @param vocabularyRows indices in {@code rows} of those that want the vocabulary's logits; none,
 *     or at least two
 */
record LaneLayout(long[] ids, long[] tokens, long[] rows, long[] vocabularyRows) {
  static LaneLayout of(List<Step> steps, int lanes) {
    var tokens = new long[lanes];
    Arrays.fill(tokens, 1);
    for (int lane = 0; lane < steps.size(); lane++) {
      tokens[lane] = padded(steps.get(lane));
    }
    var ids = new long[(int) Arrays.stream(tokens).sum()];
    var rows = LongStream.builder();
    var vocabularyRows = LongStream.builder();
    int at = 0;
    int row = 0;
    for (int lane = 0; lane < steps.size(); lane++) {
      var step = steps.get(lane);
      for (int i = 0; i < step.ids().length; i++) {
        ids[at + i] = step.ids()[i];
      }
      for (int i = step.ids().length - step.wanted(); i < step.ids().length; i++) {
        rows.add(at + i);
        if (step.rows().vocabulary()) {
          vocabularyRows.add(row);
        }
        row++;
      }
      at += (int) tokens[lane];
    }
    var wanted = row == 0 ? new long[2] : several(rows.build().toArray());
    return new LaneLayout(ids, tokens, wanted, several(vocabularyRows.build().toArray()));
  }

  /** What follows the last attention sees these rows alone: of a single one it gets two. */
  private static long[] several(long[] rows) {
    return rows.length == 1 ? new long[] {rows[0], rows[0]} : rows;
  }

  private static int padded(Step step) {
    int count = step.ids().length;
    return count == 1 && step.past() + 1 < step.cache().capacity() ? 2 : count;
  }

  /**
   * Gives each step its logits out of the run's.
   *
   * @param vocabulary one row after the other, of those in {@code vocabularyRows}
   * @param functional one row after the other, of those in {@code rows}
   */
  void handOut(
      List<Step> steps,
      FloatBuffer vocabulary,
      int vocabularySize,
      FloatBuffer functional,
      int functionalRows) {
    int row = 0;
    int vocabularyRow = 0;
    for (var step : steps) {
      for (int i = 0; i < step.wanted(); i++) {
        var words = new float[step.rows().vocabulary() ? vocabularySize : 0];
        if (words.length > 0) {
          vocabulary.get(vocabularyRow++ * vocabularySize, words);
        }
        var tokens = new float[step.rows().functional() ? functionalRows : 0];
        functional.get(row++ * functionalRows, tokens);
        step.logits().add(new Logits(words, tokens, vocabularySize));
      }
    }
  }
}
