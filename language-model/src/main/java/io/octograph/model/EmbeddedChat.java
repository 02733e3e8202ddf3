package io.octograph.model;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Chat with a model in this process: what a worker with {@code endpoints: embedded} answers by. */
public final class EmbeddedChat {
  private static final int PENALTY_WINDOW = 64;

  private final LanguageModel model;
  private final ChatPrompts prompts;
  private final TextGenerator generator;
  private final LongSupplier nanoTime;

  public EmbeddedChat(LanguageModel model) {
    this(model, System::nanoTime);
  }

  EmbeddedChat(LanguageModel model, LongSupplier nanoTime) {
    this.model = model;
    this.nanoTime = nanoTime;
    this.prompts = new ChatPrompts(model);
    this.generator = new TextGenerator(model);
    // loads the graph now: the first question need not wait, and a broken one is found at the start
    model.start(Optional.empty()).close();
  }

  /**
   * Answers.
   *
   * @param pieces gets the answer as it comes; all pieces together are its text
   * @param cancelled looked at before every token; the answer ends there, as it does when the
   *     request's time is over: a place is not held for who no longer waits
   * @throws OverloadedException where the model is too busy to begin in time
   * @throws InterruptedException when the calling thread was interrupted while it waited
   * @throws IllegalArgumentException where a value of the request is out of its range
   */
  public ChatReply reply(ChatRequest request, Consumer<String> pieces, BooleanSupplier cancelled)
      throws InterruptedException {
    var settings = settings(request.sampling());
    long begun = nanoTime.getAsLong();
    BooleanSupplier over =
        () -> cancelled.getAsBoolean() || nanoTime.getAsLong() - begun > request.left().toNanos();
    try (var _ = model.enter(request.caller(), request.left())) {
      var prompt = prompts.of(request);
      try (var sequence = model.start(Optional.empty(), prompt.prefix())) {
        var text = generator.generate(sequence, prompt.rest(), settings, pieces, over);
        return new ChatReply(
            text.text(), text.finish(), text.promptTokens(), text.tokens(), prompt.clipped());
      }
    }
  }

  private static GenerationSettings settings(ChatRequest.Sampling sampling) {
    var random =
        sampling.seed().isPresent()
            ? new SplittableRandom(sampling.seed().getAsLong())
            : RandomGenerator.getDefault();
    return new GenerationSettings(
        sampling.maxTokens(),
        TokenMask.ALL,
        sampling.stop(),
        Sampler.nucleus(sampling.temperature(), sampling.topP(), random),
        LogitsProcessor.repetitionPenalty(sampling.repetitionPenalty(), PENALTY_WINDOW));
  }
}
