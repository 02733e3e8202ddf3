package io.octograph.model;

import ai.onnxruntime.OrtSession;
import io.octograph.model.device.DeviceMemory;
import io.octograph.model.device.ElementType;
import io.octograph.model.device.Place;

/**
 * The memory in which the caches of a network's sequences lie. Whoever needs a cache has it from
 * here: requests through their {@link KvCachePool}, lanes that no request needs, trial runs.
 *
 * <p>A cache of it is read and written in place by runs of the network that it was opened for. Two
 * memories are equal where caches of either serve the networks of both, and copy from each other.
 * Safe for use by several threads.
 */
interface CacheMemory extends AutoCloseable {
  /**
   * A cache that no sequence has used. Its content has no meaning. Close it when nobody needs it,
   * before or after this memory.
   *
   * @param capacity the most tokens, 1 or more
   * @throws ModelException where there is not so much memory now
   */
  KvCache allocate(int capacity);

  /** Allocates nothing from then on; caches that are in use stay until they are closed. */
  @Override
  void close();

  /** Where networks open the memory of their caches. */
  interface Location {
    /** The JVM's memory. */
    Location HOST = (_, shape, type) -> new HostCacheMemory(shape, type);

    /**
     * The memory for one network.
     *
     * @param session whose runs read and write the caches
     * @param type of the keys and values
     */
    CacheMemory open(OrtSession session, ModelConfig.Shape shape, ElementType type);

    /** Where the device works: its own memory, or for the CPU the JVM's. */
    static Location of(Device device) {
      return switch (device) {
        case CPU -> HOST;
        case CUDA -> in(Place.cuda(Cuda.DEVICE));
      };
    }

    /** The memory that the session's own allocator gives there. */
    static Location in(Place place) {
      return (session, shape, type) ->
          new DeviceCacheMemory(new DeviceMemory(session, place), shape, type);
    }
  }
}
