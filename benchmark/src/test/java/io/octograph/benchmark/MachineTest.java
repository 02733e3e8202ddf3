package io.octograph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineTest {
  @ParameterizedTest
  @CsvSource({
    "fpu avx2 avx512_vnni, true, A Processor (avx2 avx512_vnni)",
    "fpu avx2 avx_vnni, true, A Processor (avx2 avx_vnni)",
    "fpu avx2, false, A Processor (avx2)",
    "fpu fpu, false, A Processor",
  })
  void aProcessorIsKnownByItsFlags(String flags, boolean vnni, String name) {
    var info = List.of("processor\t: 0", "model name\t: A Processor", "flags\t\t: " + flags);
    assertThat(Machine.parse(info, 2)).isEqualTo(new Machine(name, vnni, 2));
  }

  @Test
  void withoutCpuinfoTheArchitectureStandsForIt() {
    assertThat(Machine.parse(List.of(), 8))
        .isEqualTo(new Machine(System.getProperty("os.arch"), false, 8));
  }

  @Test
  void memoryIsReadFromTheStatus() {
    var status = List.of("Name:\tjava", "VmHWM:\t 2097152 kB", "VmRSS:\t   1536 kB");
    assertThat(Memory.parse(status)).isEqualTo(new Memory(1.5, 2048));
    assertThatThrownBy(() -> Memory.parse(List.of("Name:\tjava"))).hasMessageContaining("VmRSS");
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x64",
    "Linux, aarch64, linux-arm64",
    "Mac OS X, aarch64, mac-arm64-metal",
    "Mac OS X, x86_64, mac-x64",
    "Windows 11, amd64, win-x64",
  })
  void llamaHasABinaryForEachPlatform(String system, String architecture, String name) {
    assertThat(LlamaSetup.platform(system, architecture)).isEqualTo(name);
  }
}
