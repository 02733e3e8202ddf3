package io.octograph.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The processors this process may use: what the machine or the CPU set has, and within a container
 * its CPU limit, which may be a fraction. The JVM rounds that limit up, so that a limit of 2.1 is 3
 * threads; as many threads of one run would use up their time before its period is over, and the
 * whole process would then stand still until the next (Linux: Documentation/scheduler/sched-bwc).
 */
public final class Processors {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final Path MEMBERSHIP = Path.of("/proc/self/cgroup");

  private final Path cgroups;
  private final Path membership;
  private final int visible;

  /** Those of this process. */
  public Processors() {
    this(CGROUPS, MEMBERSHIP, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Those that these files speak of.
   *
   * @param cgroups where the control groups are mounted
   * @param membership the process's own groups, a line each: {@code id:controllers:path}
   * @param visible what the JVM says
   */
  Processors(Path cgroups, Path membership, int visible) {
    this.cgroups = cgroups;
    this.membership = membership;
    this.visible = visible;
  }

  /**
   * The threads that may compute at the same time without being held up: the limit to the nearest
   * whole number, at least 1. Two threads under a limit of 1.5 stand still for a quarter of a
   * period when they compute all through it, but one alone would never use the other half.
   */
  public int threads() {
    return Math.clamp(Math.round(cpus()), 1, visible);
  }

  /** Processors' worth of time a second: above 0, whole without a limit. */
  public double cpus() {
    return limit().stream().map(limit -> Math.min(limit, visible)).findFirst().orElse(visible);
  }

  /** The container's own limit, the smallest of its group and those above; empty without one. */
  OptionalDouble limit() {
    var limits =
        groups().stream()
            .flatMap(group -> limit(group).stream().boxed())
            .mapToDouble(Double::doubleValue);
    return limits.min();
  }

  /** The group's folder and those above it, as far as they can be seen, in both versions. */
  private List<Path> groups() {
    return lines(membership).stream()
        .map(line -> line.split(":", 3))
        .filter(parts -> parts.length == 3)
        .flatMap(
            parts -> mounted(parts[1]).stream().flatMap(root -> chain(root, parts[2]).stream()))
        .toList();
  }

  private Optional<Path> mounted(String controllers) {
    if (controllers.isEmpty()) {
      return Optional.of(cgroups);
    }
    return List.of(controllers.split(",")).contains("cpu")
        ? List.of(controllers, "cpu").stream()
            .map(cgroups::resolve)
            .filter(Files::isDirectory)
            .findFirst()
        : Optional.empty();
  }

  /** Within a container the path is often that of the host and not there: then the root is it. */
  private static List<Path> chain(Path root, String path) {
    var chain = new ArrayList<Path>();
    var top = root.normalize();
    for (var at = top.resolve(path.substring(path.startsWith("/") ? 1 : 0)).normalize();
        at != null && at.startsWith(top);
        at = at.getParent()) {
      chain.add(at);
    }
    return chain;
  }

  private static OptionalDouble limit(Path group) {
    var second = lines(group.resolve("cpu.max"));
    if (!second.isEmpty()) {
      var parts = second.getFirst().split(" ");
      return parts.length == 2 ? ratio(parts[0], parts[1]) : OptionalDouble.empty();
    }
    var quota = lines(group.resolve("cpu.cfs_quota_us"));
    var period = lines(group.resolve("cpu.cfs_period_us"));
    return quota.isEmpty() || period.isEmpty()
        ? OptionalDouble.empty()
        : ratio(quota.getFirst(), period.getFirst());
  }

  /** Empty for "max", for -1 and for what is no number: no limit that can be understood. */
  private static OptionalDouble ratio(String quota, String period) {
    try {
      double ratio = (double) Long.parseLong(quota.strip()) / Long.parseLong(period.strip());
      return ratio > 0 && Double.isFinite(ratio)
          ? OptionalDouble.of(ratio)
          : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of(); // Not ours to read: as if it were not there.
    }
  }
}
