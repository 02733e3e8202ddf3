package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorsTest {
  @TempDir Path folder;

  private Processors processors(String membership, int visible) throws IOException {
    var file = Files.writeString(folder.resolve("membership"), membership);
    return new Processors(folder.resolve("cgroup"), file, visible);
  }

  private void write(String path, String text) throws IOException {
    var file = folder.resolve("cgroup").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  @ParameterizedTest(name = "cpu.max {0} of {1} processors: {2} threads")
  @CsvSource({
    "max 100000, 8, 8, 8",
    "200000 100000, 8, 2, 2",
    "150000 100000, 8, 1.5, 2",
    "140000 100000, 8, 1.4, 1",
    "210000 100000, 8, 2.1, 2",
    "25000 100000, 8, 0.25, 1",
    "50000 20000, 8, 2.5, 3",
    "900000 100000, 4, 4, 4",
    "nonsense, 4, 4, 4",
    "0 100000, 4, 4, 4",
    "100000 0, 4, 4, 4",
  })
  void readsTheLimitOfVersionTwo(String max, int visible, double cpus, int threads)
      throws IOException {
    write("cpu.max", max);
    var processors = processors("0::/\n", visible);
    assertThat(processors.cpus()).isEqualTo(cpus);
    assertThat(processors.threads()).isEqualTo(threads);
  }

  @ParameterizedTest(name = "quota {0} in {1}: {2}")
  @CsvSource({"-1, 100000, 8", "250000, 100000, 2.5", "10000, 20000, 0.5"})
  void readsTheLimitOfVersionOne(String quota, String period, double cpus) throws IOException {
    write("cpu,cpuacct/cpu.cfs_quota_us", quota);
    write("cpu,cpuacct/cpu.cfs_period_us", period);
    // Within a container the path is the host's.
    var membership = "5:cpuset:/\n3:cpu,cpuacct:/kubepods/pod7/c1\n1:name=systemd:/x:y\n";
    assertThat(processors(membership, 8).cpus()).isEqualTo(cpus);
  }

  @Test
  void aControllerMayBeMountedUnderItsOwnName() throws IOException {
    write("cpu/cpu.cfs_quota_us", "300000");
    write("cpu/cpu.cfs_period_us", "100000");
    assertThat(processors("3:cpu,cpuacct:/\n", 8).cpus()).isEqualTo(3);
  }

  @Test
  void theSmallestLimitOnTheWayUpCounts() throws IOException {
    write("slice/cpu.max", "150000 100000");
    write("slice/pod/cpu.max", "max 100000");
    write("slice/pod/c1/cpu.max", "400000 100000");
    assertThat(processors("0::/slice/pod/c1\n", 8).cpus()).isEqualTo(1.5);
  }

  @Test
  void aPathThatLeadsOutIsNotFollowed() throws IOException {
    write("cpu.max", "200000 100000");
    Files.writeString(folder.resolve("cpu.max"), "100000 100000\n");
    assertThat(processors("0::/../..\n", 8).cpus()).isEqualTo(8);
    assertThat(processors("0::/a/b\n", 8).cpus()).isEqualTo(2);
  }

  @Test
  void withoutFilesItIsWhatTheMachineHas() {
    var processors = new Processors(folder.resolve("none"), folder.resolve("nor this"), 6);
    assertThat(processors.cpus()).isEqualTo(6);
    assertThat(processors.threads()).isEqualTo(6);
  }

  @Test
  void thisProcessHasSome() {
    assertThat(new Processors().threads()).isBetween(1, Runtime.getRuntime().availableProcessors());
  }
}
