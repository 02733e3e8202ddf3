package io.octograph.benchmark;

import io.octograph.benchmark.Llama.Took;
import io.octograph.model.Adapter;
import io.octograph.model.LanguageModel;
import io.octograph.model.Logits.Rows;
import io.octograph.model.Sampler;
import io.octograph.model.Sequence;
import io.octograph.model.TokenMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;

/** Runs our network as {@link Llama} runs its: the same ids, and the likeliest next token. */
record Own(LanguageModel model, Optional<Adapter> adapter) {
  private static final Sampler GREEDY = Sampler.greedy();

  /** Reads the ids at once, so many times. */
  Took prefill(int[] ids, int times) {
    var millis = new ArrayList<Double>();
    int next = -1;
    for (int i = 0; i < times; i++) {
      try (var sequence = model.start(adapter)) {
        long begun = System.nanoTime();
        next = next(sequence, ids);
        millis.add((System.nanoTime() - begun) / 1e6);
      }
    }
    return new Took(millis, next);
  }

  /** Reads the first {@code past} ids unmeasured, then the others one by one. */
  Took decode(int[] ids, int past) {
    var millis = new ArrayList<Double>();
    int next = -1;
    try (var sequence = model.start(adapter)) {
      sequence.reserve(ids.length + 1);
      sequence.append(Arrays.copyOf(ids, past), Rows.NONE);
      for (int i = past; i < ids.length; i++) {
        long begun = System.nanoTime();
        next = next(sequence, new int[] {ids[i]});
        millis.add((System.nanoTime() - begun) / 1e6);
      }
    }
    return new Took(millis, next);
  }

  private static int next(Sequence sequence, int[] ids) {
    return GREEDY.pick(sequence.append(ids, Rows.VOCABULARY), TokenMask.ALL);
  }
}
