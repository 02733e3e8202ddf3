package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.model.Logits.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sequence reads does not depend on how, or beside whom, it is read: to the last bit. */
class LaneNetworkTest {
  private static final LanguageModel MODEL = Bundled.model();
  private static final Optional<Adapter> ADAPTER =
      Optional.of(MODEL.adapter(Bundled.FOLDER.resolve("adapters/mmlu/adapter.safetensors")));
  private static final int[] TEXT =
      MODEL.tokenizer().encode("Why does a ship of steel float? 是谁提倡罢黜百家,独尊儒术?");

  private static List<float[]> read(int[] ids, int piece) {
    var all = new ArrayList<float[]>();
    try (var sequence = MODEL.start(ADAPTER)) {
      for (int at = 0; at < ids.length; at += piece) {
        var part = Arrays.copyOfRange(ids, at, Math.min(ids.length, at + piece));
        sequence.append(part, 0, Rows.ALL).forEach(logits -> all.add(logits.vocabulary()));
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 16})
  void piecesOfAnySizeGiveTheSameBits(int piece) {
    var atOnce = read(TEXT, TEXT.length);
    var inPieces = read(TEXT, piece);
    assertThat(inPieces).hasSameSizeAs(atOnce).hasSize(TEXT.length);
    for (int i = 0; i < atOnce.size(); i++) {
      assertThat(Arrays.equals(inPieces.get(i), atOnce.get(i))).as("position %d", i).isTrue();
    }
  }

  @Test
  void companyInARunChangesNothing() throws Exception {
    var alone = read(TEXT, 3);
    var before = MODEL.stats().counts();
    boolean shared = false;
    // The graph for several lanes is loaded beside the first that ask for it.
    for (int round = 0; round < 500 && !shared; round++) {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var results = new ArrayList<Future<List<float[]>>>();
        for (int i = 0; i < 6; i++) {
          results.add(threads.submit(() -> read(TEXT, 3)));
        }
        for (var result : results) {
          for (int i = 0; i < alone.size(); i++) {
            assertThat(Arrays.equals(result.get().get(i), alone.get(i))).isTrue();
          }
        }
      }
      var done = MODEL.stats().counts().minus(before);
      shared = done.shared() > 0;
    }
    assertThat(shared).as("runs were shared").isTrue();
  }

  @Test
  void whatWasTruncatedIsAsNeverRead() {
    var straight = read(TEXT, TEXT.length).getLast();
    try (var sequence = MODEL.start(ADAPTER)) {
      sequence.append(Arrays.copyOf(TEXT, 5), Rows.NONE);
      sequence.append(new int[] {9, 9, 9, 9}, Rows.NONE);
      sequence.truncate(5);
      var rest = Arrays.copyOfRange(TEXT, 5, TEXT.length);
      assertThat(sequence.append(rest, Rows.ALL).vocabulary()).isEqualTo(straight);
      assertThat(sequence.length()).isEqualTo(TEXT.length);
    }
  }
}
