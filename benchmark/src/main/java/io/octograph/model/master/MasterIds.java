package io.octograph.model.master;

import io.octograph.model.LanguageModel;
import io.octograph.model.Prompt;
import io.octograph.model.Tokenizer;
import io.octograph.traversal.Ask;
import java.nio.file.Path;
import java.util.Arrays;

/** What a master reads and writes, in ids, so that another program can be given the same work. */
public final class MasterIds {
  private final MasterPrompts prompts;
  private final Tokenizer tokenizer;
  private final int[] open;

  /**
   * Reads {@code master.json}.
   *
   * @param folder of the adapter
   */
  public MasterIds(LanguageModel model, Path folder) {
    var file = MasterFile.read(folder);
    this.tokenizer = model.tokenizer();
    this.prompts = new MasterPrompts(file, tokenizer);
    this.open = tokenizer.encode(file.frame().open());
  }

  /**
   * A decision with its rewrite, for a program that reads token by token.
   *
   * @param ids all of them
   * @param past how many of them are read before the first token is decoded
   */
  public record Written(int[] ids, int past) {}

  /**
   * The prompt and the head of the rewrite's frame. Another program does not know the functional
   * token; one that it knows stands for it, which costs the same.
   */
  public int[] begun(Ask ask) {
    var prompt = prompts.of(ask).prompt();
    return Prompt.join(prompt.prefix(), prompt.rest(), new int[] {open[0]}, open);
  }

  /**
   * A rewrite after {@link #begun}: as many runs of one token as plain decoding takes for it.
   *
   * @param rewrite its text
   * @param tokens that the master wrote, 1 or more; those that are no text have others in their
   *     place
   */
  public Written written(Ask ask, String rewrite, int tokens) {
    var begun = begun(ask);
    int past = begun.length - 1;
    var all = Prompt.join(begun, tokenizer.encode(rewrite));
    var ids = Arrays.copyOf(all, past + tokens);
    if (ids.length > all.length) {
      Arrays.fill(ids, all.length, ids.length, open[0]);
    }
    return new Written(ids, past);
  }
}
