package io.octograph.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where the figures come from; machines differ more than programs do.
 *
 * @param vnni whether the processor multiplies bytes in vectors, which decides the aims
 */
record Machine(String processor, boolean vnni, int processors) {
  private static final Path CPU = Path.of("/proc/cpuinfo");

  static Machine read() {
    try {
      return parse(
          Files.isReadable(CPU) ? Files.readAllLines(CPU) : List.of(),
          Runtime.getRuntime().availableProcessors());
    } catch (IOException e) {
      return parse(List.of(), Runtime.getRuntime().availableProcessors());
    }
  }

  static Machine parse(List<String> cpuinfo, int processors) {
    var flags = new HashSet<>(List.of(value(cpuinfo, "flags", "").split(" ")));
    var known =
        List.of("avx2", "avx_vnni", "avx512_vnni", "amx_int8").stream()
            .filter(flags::contains)
            .collect(Collectors.joining(" "));
    var name = value(cpuinfo, "model name", System.getProperty("os.arch"));
    boolean vnni = known.contains("vnni");
    return new Machine(known.isEmpty() ? name : name + " (" + known + ")", vnni, processors);
  }

  /** Lines for the head of a report, and how busy the machine is at this moment. */
  List<String> lines(int threads) {
    var lines = new ArrayList<String>();
    lines.add(
        "%s, %d processors, %d threads; Java %s"
            .formatted(processor, processors, threads, Runtime.version()));
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    if (load >= 0) {
      lines.add(String.format(Locale.ROOT, "load of the last minute before the run: %.1f", load));
    }
    return lines;
  }

  private static String value(List<String> lines, String name, String otherwise) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(otherwise);
  }
}
