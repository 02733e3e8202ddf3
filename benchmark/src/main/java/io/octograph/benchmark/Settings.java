package io.octograph.benchmark;

import java.nio.file.Path;

/**
 * What one run is to do.
 *
 * @param home the folder of the checkout
 * @param threads of one run of the network, ours and llama.cpp's; more than there are processors
 *     are cut to that
 * @param soak decisions that memory is watched over: 0, or 10 and more
 * @param llama whether llama.cpp is measured too
 */
record Settings(Path home, int threads, int soak, boolean llama, Effort effort) {
  Settings {
    if (threads < 1) {
      throw new IllegalArgumentException("--threads is %d; give 1 or more.".formatted(threads));
    }
    if (soak != 0 && soak < Soak.PARTS) {
      throw new IllegalArgumentException(
          "--soak is %d; give %d or more, or leave it out.".formatted(soak, Soak.PARTS));
    }
  }
}
