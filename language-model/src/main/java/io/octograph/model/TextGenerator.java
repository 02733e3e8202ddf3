package io.octograph.model;

import io.octograph.model.Logits.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Writes a text on from a prompt, token by token, and hands it out as it becomes certain. */
public final class TextGenerator {
  private static final int USUAL_TOKENS = 128;

  private final LanguageModel model;
  private final TokenMask endTokens;

  public TextGenerator(LanguageModel model) {
    this.model = model;
    this.endTokens = TokenMask.only(model.config().endTokens());
  }

  /**
   * Generates.
   *
   * @param prompt follows what the sequence holds; at least one id
   * @param pieces gets the text as it comes; all pieces together are the text
   * @param cancelled looked at before every token
   */
  public Generated generate(
      Sequence sequence,
      int[] prompt,
      GenerationSettings settings,
      Consumer<String> pieces,
      BooleanSupplier cancelled) {
    int promptTokens = sequence.length() + prompt.length;
    // Most answers are far shorter than what clients allow; the memory doubles where one is not.
    sequence.reserve(prompt.length + Math.min(settings.maxTokens(), USUAL_TOKENS));
    var text = new StopStrings(settings.stop(), pieces);
    var stream = model.tokenizer().stream();
    // Special tokens but the end are no text: a model that writes them has lost its way.
    var special = TokenMask.allBut(model.tokenizer().specials().values());
    var mask = settings.mask().and(special).or(endTokens);
    var generated = new ArrayList<Integer>();
    var finish = Finish.LENGTH;
    var logits = read(sequence, prompt, cancelled);
    while (true) {
      if (logits == null || cancelled.getAsBoolean()) {
        finish = Finish.CANCELLED;
        break;
      }
      settings.processor().adjust(logits, generated);
      int id = settings.sampler().pick(logits, mask);
      if (id < 0 || endTokens.allows(id)) {
        finish = Finish.STOP;
        break;
      }
      generated.add(id);
      if (text.add(stream.add(id))) {
        finish = Finish.STOP;
        break;
      }
      if (generated.size() >= settings.maxTokens() || sequence.room() < 1) {
        break;
      }
      logits = sequence.append(new int[] {id}, Rows.VOCABULARY);
    }
    text.add(stream.end());
    return new Generated(text.end(), finish, promptTokens, generated.size());
  }

  /** Reads the prompt in pieces, so that who went away is noticed soon; null where that was so. */
  private static Logits read(Sequence sequence, int[] prompt, BooleanSupplier cancelled) {
    int from = 0;
    while (prompt.length - from > Sequence.MOST_TOKENS_A_RUN) {
      if (cancelled.getAsBoolean()) {
        return null;
      }
      int to = from + Sequence.MOST_TOKENS_A_RUN;
      sequence.append(Arrays.copyOfRange(prompt, from, to), Rows.NONE);
      from = to;
    }
    return sequence.append(Arrays.copyOfRange(prompt, from, prompt.length), Rows.VOCABULARY);
  }
}
