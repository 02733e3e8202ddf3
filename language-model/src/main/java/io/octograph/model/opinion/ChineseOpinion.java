package io.octograph.model.opinion;

import io.octograph.model.TextEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a Chinese encoder and a reader of its states say; on Chinese texts only. */
public final class ChineseOpinion implements Opinion {
  private static final Pattern HAN = Pattern.compile("[\u3400-\u9fff]");
  private static final Pattern LATIN_WORD = Pattern.compile("[A-Za-z]+");

  /** Kana and Hangul: Japanese and Korean write Han characters too. */
  private static final Pattern NEIGHBOUR = Pattern.compile("[\u3040-\u30ff\uac00-\ud7af]");

  private final TextEncoder encoder;
  private final int most;
  private final List<String> nodes;
  private final PooledReader reader;

  /** With the encoder that the file names. */
  public ChineseOpinion(OpinionFile file, TextEncoder encoder) {
    this.encoder = encoder;
    this.most = file.most();
    this.nodes = file.nodes();
    this.reader = file.reader();
  }

  /** Whether a text has as many Han characters as Latin words, and no kana or Hangul. */
  public static boolean chinese(String text) {
    long han = HAN.matcher(text).results().count();
    return han > 0
        && han >= LATIN_WORD.matcher(text).results().count()
        && !NEIGHBOUR.matcher(text).find();
  }

  @Override
  public Optional<Map<String, Double>> on(String query) {
    if (!chinese(query)) {
      return Optional.empty();
    }
    var logits = reader.logits(encoder.states(query, most));
    var opinion = new HashMap<String, Double>();
    for (int i = 0; i < logits.length; i++) {
      opinion.put(nodes.get(i), (double) logits[i]);
    }
    return Optional.of(opinion);
  }
}
