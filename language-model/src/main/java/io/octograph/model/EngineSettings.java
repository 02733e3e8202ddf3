package io.octograph.model;

/**
 * How a model is run.
 *
 * @param threads threads of one run, at least 1; more than the machine has are cut to what it has
 * @param concurrentRuns requests that may use the model at the same time, at least 1
 * @param maxWaiting requests that may wait for it; the next one is refused
 * @param cachedPrefixes computed prefixes (a system prompt, a template's head) that are kept
 */
public record EngineSettings(
    Device device, int threads, int concurrentRuns, int maxWaiting, int cachedPrefixes) {

  public EngineSettings {
    require(threads >= 1, "threads", threads, 1);
    require(concurrentRuns >= 1, "concurrentRuns", concurrentRuns, 1);
    require(maxWaiting >= 0, "maxWaiting", maxWaiting, 0);
    require(cachedPrefixes >= 0, "cachedPrefixes", cachedPrefixes, 0);
    threads = Math.min(threads, Runtime.getRuntime().availableProcessors());
  }

  /** CPU, all processors the container gives, one run at a time, 32 waiting, 32 prefixes. */
  public static EngineSettings defaults() {
    return new EngineSettings(Device.CPU, Runtime.getRuntime().availableProcessors(), 1, 32, 32);
  }

  public EngineSettings withDevice(Device other) {
    return new EngineSettings(other, threads, concurrentRuns, maxWaiting, cachedPrefixes);
  }

  public EngineSettings withThreads(int other) {
    return new EngineSettings(device, other, concurrentRuns, maxWaiting, cachedPrefixes);
  }

  public EngineSettings withConcurrentRuns(int other) {
    return new EngineSettings(device, threads, other, maxWaiting, cachedPrefixes);
  }

  public EngineSettings withMaxWaiting(int other) {
    return new EngineSettings(device, threads, concurrentRuns, other, cachedPrefixes);
  }

  private static void require(boolean holds, String name, int value, int least) {
    if (!holds) {
      throw new IllegalArgumentException(
          "The engine's setting %s is %d. Give %d or more.".formatted(name, value, least));
    }
  }
}
