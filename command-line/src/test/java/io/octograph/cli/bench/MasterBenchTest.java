package io.octograph.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MasterBenchTest {
  @Test
  void itRunsWithTheOptimisingCompiler() {
    var home = Path.of("/checkout");
    var jar = home.resolve("benchmark/target/benchmark.jar");
    var command = new MasterBench(home, home).command(jar, List.of("--soak", "100"));
    assertThat(command.getFirst()).endsWith("java");
    assertThat(command)
        .contains("-Doctograph.home=/checkout", "--enable-native-access=ALL-UNNAMED")
        .noneMatch(option -> option.contains("TieredStopAtLevel"))
        .endsWith("-jar", jar.toString(), "--soak", "100");
  }
}
