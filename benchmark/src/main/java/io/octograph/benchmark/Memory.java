package io.octograph.benchmark;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final double MEBIBYTE = 1 << 20;

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

  /** Resident memory where it can be read, and what of it the JVM knows: its heap and buffers. */
  static List<Figure> figures() {
    var figures = new ArrayList<Figure>();
    read()
        .ifPresent(
            memory -> {
              figures.add(mebibytes("rss_mib", "resident", memory.now()));
              figures.add(mebibytes("most_mib", "most so far", memory.most()));
            });
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    figures.add(mebibytes("heap_used_mib", "heap used", heap.getUsed() / MEBIBYTE));
    figures.add(mebibytes("heap_mib", "of", heap.getCommitted() / MEBIBYTE));
    figures.add(mebibytes("direct_mib", "direct", direct() / MEBIBYTE));
    return figures;
  }

  private static double direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToDouble(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static Figure mebibytes(String id, String name, double value) {
    return Figure.of(id, name, value, "MiB");
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
