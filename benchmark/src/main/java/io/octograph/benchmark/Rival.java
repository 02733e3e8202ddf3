package io.octograph.benchmark;

import io.octograph.benchmark.Llama.Took;
import io.octograph.benchmark.Report.Section;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** llama.cpp for as long as it is there; our own figures do not depend on it. */
final class Rival implements AutoCloseable {
  private final Optional<Llama> llama;
  private Optional<String> why = Optional.empty();

  /** What is measured beside ours. */
  Rival(Llama llama) {
    this.llama = Optional.of(llama);
  }

  /** Nothing is; {@code why} is a sentence. */
  Rival(String why) {
    this.llama = Optional.empty();
    this.why = Optional.of(why);
  }

  private interface Asking {
    Took ask(Llama llama) throws IOException;
  }

  /** As {@link Llama#prefill}; empty where it is not there, or not any more. */
  Optional<Took> prefill(String weights, int[] ids, int times) {
    return ask(llama -> llama.prefill(weights, ids, times));
  }

  /** As {@link Llama#decode}; empty where it is not there, or not any more. */
  Optional<Took> decode(String weights, int[] ids, int past) {
    return ask(llama -> llama.decode(weights, ids, past));
  }

  private Optional<Took> ask(Asking asking) {
    if (why.isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(asking.ask(llama.orElseThrow()));
    } catch (IOException e) {
      why = Optional.of("llama.cpp was measured so far and no further: " + Section.reason(e));
      return Optional.empty();
    }
  }

  /** Why it is not there, or not any more. */
  Optional<String> why() {
    return why;
  }

  Map<String, String> facts() {
    return llama.map(Llama::facts).orElse(Map.of());
  }

  @Override
  public void close() {
    llama.ifPresent(Llama::close);
  }
}
