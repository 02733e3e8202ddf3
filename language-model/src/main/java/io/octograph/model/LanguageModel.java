package io.octograph.model;

import ai.onnxruntime.OrtException;
import io.octograph.model.Logits.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A decoder-only model, ready to run. One session serves all requests; what belongs to a request is
 * in its {@link Sequence}. Safe for use by several threads.
 */
public final class LanguageModel implements AutoCloseable {
  private final ModelConfig config;
  private final Tokenizer tokenizer;
  private final Network network;
  private final Admission admission;
  private final KvCachePool caches;
  private final Prefixes prefixes;
  private final Map<Path, Adapter> adapters = new ConcurrentHashMap<>();

  private LanguageModel(ModelConfig config, EngineSettings settings) throws OrtException {
    this.config = config;
    this.tokenizer = Tokenizer.load(config.folder().resolve("tokenizer.json"));
    this.network = new Network(config, settings);
    this.admission =
        new Admission(settings.concurrentRuns(), settings.maxWaiting(), System::nanoTime);
    this.caches = new KvCachePool(network.environment(), config);
    this.prefixes = new Prefixes(settings.cachedPrefixes());
  }

  /**
   * Loads a folder in onnxruntime-genai's layout.
   *
   * @throws ModelException where a file is missing or the parts do not fit together
   */
  public static LanguageModel load(Path folder, EngineSettings settings) {
    var config = ModelConfig.read(folder);
    try {
      return new LanguageModel(config, settings);
    } catch (OrtException e) {
      throw new ModelException(
          "ONNX Runtime cannot load %s: %s".formatted(config.onnxFile(), e.getMessage()), e);
    }
  }

  public ModelConfig config() {
    return config;
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /**
   * Loads an adapter's {@code adapter.safetensors}, once a file.
   *
   * @throws ModelException where it is missing, broken or made for another base
   */
  public Adapter adapter(Path safetensors) {
    return adapters.computeIfAbsent(safetensors.toAbsolutePath().normalize(), this::load);
  }

  /**
   * Waits for leave to use the model; see {@link Admission#enter}. Every request asks for it once,
   * and only then starts its sequences.
   */
  public Admission.Place enter(Duration patience) throws InterruptedException {
    return admission.enter(patience);
  }

  /** Requests that wait for the model now. */
  public int waiting() {
    return admission.waiting();
  }

  /** An empty sequence. */
  public Sequence start(Optional<Adapter> adapter) {
    return new Sequence(network, caches, adapter, config.contextLength());
  }

  /**
   * A sequence that begins with these ids. They are computed once and kept, then copied: give what
   * many requests begin with, such as a system prompt.
   */
  public Sequence start(Optional<Adapter> adapter, int[] prefix) {
    var sequence = start(adapter);
    try {
      prefixes.copyInto(sequence, prefix);
      return sequence;
    } catch (RuntimeException e) {
      sequence.close();
      throw e;
    }
  }

  private Adapter load(Path file) {
    var adapter = Adapter.load(file, network.switches());
    // ONNX Runtime holds an adapter against the model only when it is used.
    try (var trial = start(Optional.of(adapter))) {
      trial.append(new int[1], Rows.NONE);
      return adapter;
    } catch (ModelException e) {
      adapter.close();
      throw new ModelException(
          "The adapter %s was made for another base than %s. %s"
              .formatted(file, config.folder(), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    prefixes.close();
    caches.close();
    adapters.values().forEach(Adapter::close);
    tokenizer.close();
    network.close();
  }
}
