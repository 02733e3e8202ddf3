package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import io.octograph.model.device.CudaLibraries;
import io.octograph.model.device.CudaRuntime;
import io.octograph.model.device.Placement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CudaTest {
  private static final Path ONNX = Bundled.FOLDER.resolve("model.onnx");

  @Test
  void whatIsMissingIsSaidAndNothingElseRuns() {
    var cuda = EngineSettings.defaults().withDevice(Device.CUDA);
    assertThatThrownBy(() -> Sessions.open(Sessions.environment(), ONNX, cuda))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("The device is cuda, but ")
        .hasMessageContaining("set cpu.")
        .hasMessageContaining(missing());
  }

  /** By what this build and this machine have; the last is the bundled graph's own. */
  private static String missing() {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      return "this ONNX Runtime was built for the CPU only. Build with 'mvn -Pcuda'";
    }
    var libraries = CudaLibraries.missing();
    if (!libraries.isEmpty()) {
      return "Not found: " + String.join(", ", libraries);
    }
    return CudaRuntime.get().devices() == 0
        ? "the driver shows none to this process"
        : "30 × com.microsoft.GroupQueryAttention";
  }

  @Test
  void theCpuIsAlwaysThere() {
    assertThatCode(() -> Sessions.require(Device.CPU)).doesNotThrowAnyException();
  }

  @Test
  void eachMissingLibraryIsNamedWithWhatItBelongsTo() {
    assertThat(CudaLibraries.missing())
        .allMatch(library -> library.matches("lib\\w+\\.so\\.\\d+ \\(.+\\)"))
        .doesNotHaveDuplicates();
  }

  @Test
  void nodesLeftOnTheCpuAreFoundButArithmeticOnShapesIsNot() throws OrtException {
    try (var options = new OrtSession.SessionOptions()) {
      Placement.record(options);
      try (var session = Sessions.environment().createSession(ONNX.toString(), options)) {
        var placement = Placement.of(session);
        assertThat(placement.nodes()).containsOnlyKeys("CPUExecutionProvider");
        assertThat(placement.nodes().get("CPUExecutionProvider")).containsKeys("Cast", "Gather");
        assertThat(placement.left())
            .containsEntry("com.microsoft.GroupQueryAttention", 30)
            .containsKey("com.microsoft.MatMulNBits")
            .doesNotContainKeys("Cast", "Gather");
      }
    }
  }

  @Test
  void whereOnlyShapesAreOnTheCpuNothingIsLeft() {
    var placement =
        new Placement(
            Map.of(
                "CPUExecutionProvider", Map.of("Gather", 1, "Cast", 2),
                "CUDAExecutionProvider", Map.of("com.microsoft.GroupQueryAttention", 30)));
    assertThat(placement.left()).isEmpty();
  }

  @Test
  void theMendNamesWhatIsMissing() {
    assertThat(Cuda.mend(List.of())).contains("libonnxruntime_providers_cuda.so");
    assertThat(Cuda.mend(List.of("libcuda.so.1 (the NVIDIA driver)", "libcudnn.so.9 (cuDNN 9)")))
        .isEqualTo(
            "Not found: libcuda.so.1 (the NVIDIA driver), libcudnn.so.9 (cuDNN 9). Install them");
  }

  @Test
  void theNodesWithoutAKernelAreNamed() {
    assertThat(Cuda.noKernel(ONNX, Map.of("TopK", 1)))
        .contains("CPU: 1 × TopK. Take a graph without them, or set cpu.");
    assertThat(Cuda.noKernel(ONNX, Map.of("com.microsoft.GroupQueryAttention", 30)))
        .contains("model.onnx, which would run on the CPU: 30 × com.microsoft.GroupQueryAttention.")
        .contains("for float16 and bfloat16 alone: take a graph made so, or set cpu.");
  }
}
