package io.octograph.model.master;

import io.octograph.model.LanguageModel;
import io.octograph.model.Prompt;
import io.octograph.model.ReadAhead;
import io.octograph.model.Sampler;
import io.octograph.model.TokenMask;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes a rewrite, greedily: {@code TOKEN " ('" text "')" END}. The head of the frame is forced;
 * the text runs to the end token and is read on ids, so that quotes and brackets in it are safe.
 * Within it neither special nor functional tokens can come.
 */
final class RewriteDecoder {
  private final LanguageModel model;
  private final MasterFile file;
  private final int[] open;
  private final int[] close;
  private final TokenMask mask;
  private final Sampler greedy = Sampler.greedy();

  RewriteDecoder(LanguageModel model, MasterFile file) {
    this.model = model;
    this.file = file;
    this.open = model.tokenizer().encode(file.frame().open());
    this.close = model.tokenizer().encode(file.frame().close());
    var text = TokenMask.allBut(model.tokenizer().specials().values());
    int vocabulary = model.config().shape().vocabulary();
    this.mask = id -> id == file.end().id() || (id < vocabulary && text.allows(id));
  }

  /**
   * A rewrite.
   *
   * @param text without its frame; empty where the model found no end, for half a text is none
   * @param ended whether the end token came (it is not read yet)
   * @param tokens that were generated
   * @param certainty the mean log-probability of the tokens, 0 or less; 0 where the master has no
   *     bound for it
   */
  record Rewrite(String text, boolean ended, int tokens, double certainty) {}

  /** What ends a rewrite: the frame's close and the end token. */
  int[] closing() {
    return Prompt.join(close, new int[] {file.end().id()});
  }

  /** Reads the token that was chosen and writes on from there. */
  Rewrite decode(ReadAhead text, int token) throws InterruptedException {
    var ids = new ArrayList<Integer>();
    double certainty = 0;
    var logits = text.read(Prompt.join(new int[] {token}, open));
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException("The decision was cancelled.");
      }
      int id = greedy.pick(logits, mask);
      if (file.certainty().isPresent()) {
        certainty += logits.logProbability(id, mask);
      }
      if (id == file.end().id()) {
        return new Rewrite(text(ids), true, ids.size() + 1, certainty / (ids.size() + 1));
      }
      ids.add(id);
      if (ids.size() >= file.maxRewrite() || text.room() < 2 || Loops.found(ids)) {
        return new Rewrite("", false, ids.size(), certainty / ids.size());
      }
      logits = text.read(id);
    }
  }

  private String text(List<Integer> ids) {
    var text = model.tokenizer().decode(ids.stream().mapToInt(Integer::intValue).toArray()).strip();
    var close = file.frame().close();
    return text.endsWith(close) ? text.substring(0, text.length() - close.length()).strip() : text;
  }
}
