package io.octograph.knative;

import static io.octograph.knative.Manifest.map;

import java.util.Map;

/**
 * What a container asks for, and what it may have at most.
 *
 * @param millis thousandths of a processor it asks for
 * @param mostMillis thousandths of a processor it may use; the runtime and the model's threads
 *     count their processors by it
 * @param mebibytes of memory it asks for
 * @param mostMebibytes of memory at which it is killed
 */
record Resources(int millis, int mostMillis, int mebibytes, int mostMebibytes) {
  /** Runs a model: the base of 160 MB, its adapters, and caches for a queue of requests. */
  static final Resources MODEL = new Resources(1000, 2000, 1024, 2048);

  /** Hands requests on. */
  static final Resources PROXY = new Resources(100, 1000, 256, 512);

  /** Room for instances that are scaled by memory: twice the target before one is killed. */
  Resources forMemory(int target) {
    return new Resources(
        millis, mostMillis, Math.max(mebibytes, target), Math.max(mostMebibytes, 2 * target));
  }

  Map<String, Object> spec() {
    return map(
        "requests", map("cpu", cpu(millis), "memory", mebibytes + "Mi"),
        "limits", map("cpu", cpu(mostMillis), "memory", mostMebibytes + "Mi"));
  }

  private static String cpu(int millis) {
    return millis % 1000 == 0 ? String.valueOf(millis / 1000) : millis + "m";
  }
}
