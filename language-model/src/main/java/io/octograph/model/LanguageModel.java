package io.octograph.model;

import ai.onnxruntime.OrtException;
import io.octograph.model.Logits.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A decoder-only model, ready to run. Its sessions serve all requests; what belongs to a request is
 * in its {@link Sequence}. Safe for use by several threads.
 */
public final class LanguageModel implements AutoCloseable {
  private final ModelConfig config;
  private final Tokenizer tokenizer;
  private final EngineSettings settings;
  private final Optional<LaneGraphs> laneGraphs;
  private final RunStats stats = new RunStats();
  private final Admission admission;
  private final CacheMemory.Location caches;
  private final Map<CacheMemory, KvCachePool> pools = new HashMap<>();
  private final Prefixes prefixes;
  private final Map<AdapterFiles, Adapter> adapters = new ConcurrentHashMap<>();
  private final Map<TextEncoder.Source, TextEncoder> encoders = new ConcurrentHashMap<>();
  private final Graph plain;
  private final Graph lanes;
  private volatile boolean closed;

  /** A network at work, and the pool of its caches. */
  private record Running(Engine engine, KvCachePool caches) {}

  private interface Opening {
    Network open() throws OrtException;
  }

  /** A graph that is loaded when it is first wanted; those who want another do not wait for it. */
  private final class Graph {
    private final Supplier<Path> file;
    private final Opening opening;
    private volatile Running running;

    Graph(Supplier<Path> file, Opening opening) {
      this.file = file;
      this.opening = opening;
    }

    Running get() {
      return running == null ? open() : running;
    }

    private synchronized Running open() {
      if (running == null) {
        if (closed) {
          throw new ModelException("The model %s is closed.".formatted(config.folder()));
        }
        var onnxFile = file.get();
        try {
          var network = opening.open();
          running = new Running(new Engine(network, stats), pool(network.memory()));
        } catch (OrtException e) {
          throw new ModelException(
              "ONNX Runtime cannot load %s: %s".formatted(onnxFile, e.getMessage()), e);
        }
      }
      return running;
    }

    /** The engine where there is one; there is none later on where the model is closed. */
    synchronized Optional<Engine> engine() {
      return Optional.ofNullable(running).map(Running::engine);
    }
  }

  private LanguageModel(
      ModelConfig config,
      Optional<LaneGraphs> graphs,
      EngineSettings settings,
      CacheMemory.Location caches) {
    this.config = graphs.flatMap(LaneGraphs::plain).map(config::withOnnxFile).orElse(config);
    this.laneGraphs = graphs;
    this.settings = settings;
    this.caches = caches;
    this.tokenizer = Tokenizer.load(config.folder().resolve("tokenizer.json"));
    this.admission = new Admission(settings.load(), System::nanoTime);
    this.prefixes = new Prefixes(settings.decoding().cachedPrefixes());
    this.plain =
        new Graph(this.config::onnxFile, () -> new PlainNetwork(this.config, settings, caches));
    this.lanes =
        new Graph(
            () -> graphsForAdapters().graphs().getFirst().onnxFile(),
            () -> new LaneNetwork(this.config, graphsForAdapters(), settings, caches, stats));
  }

  /**
   * Reads a folder in onnxruntime-genai's layout. Its graphs are loaded when they are first used:
   * the plain one by sequences without an adapter, those of {@code octograph.json} by the others.
   *
   * @throws ModelException where a file is missing or the parts do not fit together
   */
  public static LanguageModel load(Path folder, EngineSettings settings) {
    return load(folder, settings, settings.device(), CacheMemory.Location.of(settings.device()));
  }

  /**
   * As {@link #load(Path, EngineSettings)}, with what else follows from the device told apart, so
   * that a test can run another device's graphs, and caches in a session's own memory, on the CPU.
   *
   * @param graphs the device whose graphs are taken
   * @param caches where they lie
   */
  static LanguageModel load(
      Path folder, EngineSettings settings, Device graphs, CacheMemory.Location caches) {
    var config = ModelConfig.read(folder);
    Sessions.require(settings.device());
    return new LanguageModel(config, LaneGraphs.read(folder, graphs), settings, caches);
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
    return adapter(safetensors, Optional.empty());
  }

  /**
   * The same with other functional rows than its own.
   *
   * @param rows a file with the tensor {@code functional_rows} alone
   * @throws ModelException where one is missing, broken or made for another base
   */
  public Adapter adapter(Path safetensors, Optional<Path> rows) {
    return adapters.computeIfAbsent(AdapterFiles.of(safetensors, rows), this::load);
  }

  /**
   * An encoder from the class path; see {@link TextEncoder}. It reads its graph when it is first
   * used, and is closed with this model. All that are not tuned are one.
   *
   * @param tuned values of its graph that these take the place of, by name; may be empty
   * @throws ModelException where the class path has none of that name
   */
  public TextEncoder encoder(String name, Map<String, float[]> tuned) {
    return encoders.computeIfAbsent(
        new TextEncoder.Source(name, tuned), known -> TextEncoder.find(known, settings));
  }

  /**
   * Waits for leave to use the model; see {@link Admission#enter}. Every request asks for it once,
   * and only then starts its sequences.
   */
  public Admission.Place enter(String key, Duration left) throws InterruptedException {
    return admission.enter(key, left);
  }

  /** Who uses the model and who waits for it now. */
  public Admission.Seen seen() {
    return admission.seen();
  }

  /** An empty sequence. */
  public Sequence start(Optional<Adapter> adapter) {
    var running = (adapter.isPresent() ? lanes : plain).get();
    return new Sequence(running.engine, running.caches, adapter, config.contextLength());
  }

  public EngineSettings settings() {
    return settings;
  }

  /**
   * After how many layers {@link Sequence#look} gives the states; empty where the model has no
   * graph for that.
   */
  public OptionalInt earlyDepth() {
    return laneGraphs
        .flatMap(LaneGraphs::early)
        .map(graph -> OptionalInt.of(graph.depth()))
        .orElse(OptionalInt.empty());
  }

  /** Counts of the runs so far. */
  public RunStats stats() {
    return stats;
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

  private Adapter load(AdapterFiles files) {
    lanes.get();
    var adapter = Adapter.load(files, graphsForAdapters().fused());
    // ONNX Runtime holds an adapter against the model only when it is used.
    try (var trial = start(Optional.of(adapter))) {
      trial.append(new int[1], Rows.NONE);
      return adapter;
    } catch (ModelException e) {
      adapter.close();
      throw new ModelException(
          "The adapter %s was made for another base than %s. %s"
              .formatted(files.named(), config.folder(), e.getMessage()),
          e);
    }
  }

  private LaneGraphs graphsForAdapters() {
    return laneGraphs.orElseThrow(
        () ->
            new ModelException(
                "The model folder %s has no %s: its graph takes no adapters. "
                    .formatted(config.folder(), LaneGraphs.FILE)
                    .concat("Name a base that has one, or a master without an adapter.")));
  }

  /** Networks that can work on each other's caches share them. */
  private synchronized KvCachePool pool(CacheMemory memory) {
    return pools.computeIfAbsent(memory, _ -> new KvCachePool(memory, config.contextLength()));
  }

  /** Returns when what runs now has ended; what comes later is refused. */
  @Override
  public void close() {
    closed = true;
    var engines = Stream.of(plain, lanes).flatMap(graph -> graph.engine().stream()).toList();
    engines.forEach(Engine::stop);
    prefixes.close();
    synchronized (this) {
      pools.values().forEach(KvCachePool::close);
    }
    adapters.values().forEach(Adapter::close);
    encoders.values().forEach(TextEncoder::close);
    tokenizer.close();
    engines.forEach(Engine::close);
  }
}
