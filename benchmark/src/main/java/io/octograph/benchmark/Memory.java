package io.octograph.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Memory of this process that is in the machine's, in MiB.
 *
 * @param now resident
 * @param most resident at any time so far
 */
record Memory(double now, double most) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** As Linux counts it (proc_pid_status(5)); empty where there is no {@code /proc}. */
  static Optional<Memory> read() {
    try {
      return Files.isReadable(STATUS)
          ? Optional.of(parse(Files.readAllLines(STATUS)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Memory parse(List<String> status) {
    return new Memory(mebibytes(status, "VmRSS:"), mebibytes(status, "VmHWM:"));
  }

  private static double mebibytes(List<String> status, String name) {
    return status.stream()
            .filter(line -> line.startsWith(name))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("The process's status has no line " + name))
        / 1024.0;
  }
}
