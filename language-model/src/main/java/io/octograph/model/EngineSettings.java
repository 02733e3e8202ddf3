package io.octograph.model;

/**
 * How a model is run.
 *
 * @param threads threads of one run, at least 1; more than the machine or container gives are cut
 *     to that
 * @param spinning whether a run's threads wait for each other by spinning until it ends: faster,
 *     where each has a processor of its own
 * @param load how many requests it takes
 * @param decoding how it goes about them
 */
public record EngineSettings(
    Device device, int threads, boolean spinning, Load load, Decoding decoding) {

  /**
   * How many requests a model takes.
   *
   * @param atOnce requests that may use it at the same time, at least 1
   * @param waiting requests that may wait for it, 0 or more; the next one is refused
   */
  public record Load(int atOnce, int waiting) {
    /** 16 at a time, 64 waiting. */
    public static final Load DEFAULT = new Load(16, 64);

    public Load {
      require(atOnce, "atOnce", 1);
      require(waiting, "waiting", 0);
    }
  }

  /**
   * How a model goes about its requests.
   *
   * @param lanes sequences of one run at most, at least 1; no more than its graph has are used
   * @param speculation whether rewrites are drafted from the query and checked several tokens at a
   *     time; their text is the same without
   * @param early whether a decision that no rewrite follows may be made after the lower layers, by
   *     masters that have a reader there
   * @param cachedPrefixes computed prefixes (a system prompt, a template's head) that are kept, 0
   *     or more
   */
  public record Decoding(int lanes, boolean speculation, boolean early, int cachedPrefixes) {
    /** 4 lanes, speculation, early decisions, 32 prefixes. */
    public static final Decoding DEFAULT = new Decoding(4, true, true, 32);

    public Decoding {
      require(lanes, "lanes", 1);
      require(cachedPrefixes, "cachedPrefixes", 0);
    }

    public Decoding withSpeculation(boolean other) {
      return new Decoding(lanes, other, early, cachedPrefixes);
    }

    public Decoding withEarly(boolean other) {
      return new Decoding(lanes, speculation, other, cachedPrefixes);
    }
  }

  public EngineSettings {
    require(threads, "threads", 1);
    threads = Math.min(threads, Math.max(1, Runtime.getRuntime().availableProcessors()));
  }

  /** CPU, the threads that the container's limit allows, the usual load and decoding. */
  public static EngineSettings defaults() {
    return new EngineSettings(
        Device.CPU, new Processors().threads(), true, Load.DEFAULT, Decoding.DEFAULT);
  }

  /**
   * Whether decisions may be made after the lower layers: no other device than the CPU has a graph
   * of these alone (docs/adr/0013).
   */
  public boolean early() {
    return decoding.early() && device == Device.CPU;
  }

  public EngineSettings withDevice(Device other) {
    return new EngineSettings(other, threads, spinning, load, decoding);
  }

  public EngineSettings withThreads(int other) {
    return new EngineSettings(device, other, spinning, load, decoding);
  }

  public EngineSettings withDecoding(Decoding other) {
    return new EngineSettings(device, threads, spinning, load, other);
  }

  private static void require(int value, String name, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "The engine's setting %s is %d. Give %d or more.".formatted(name, value, least));
    }
  }
}
