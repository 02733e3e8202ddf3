package io.octograph.model;

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
import java.util.stream.Collectors;

/**
 * Opens sessions on CUDA, or says which piece is missing. ONNX Runtime alone would leave a node
 * without a CUDA kernel on the CPU and say nothing; its switch {@code
 * session.disable_cpu_ep_fallback} refuses every graph of ours, for it also counts the arithmetic
 * on lengths that ONNX Runtime moves to the CPU on purpose. So where the nodes went is read and
 * judged here.
 */
final class Cuda {
  /** The first that the driver shows; CUDA_VISIBLE_DEVICES says which that is. */
  static final int DEVICE = 0;

  private Cuda() {}

  /**
   * Before any graph is opened.
   *
   * @throws ModelException where this build, a library or the device is missing
   */
  static void require() {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      throw new ModelException(
          "The device is cuda, but this ONNX Runtime was built for the CPU only. Build with "
              + "'mvn -Pcuda', which takes onnxruntime_gpu in place of onnxruntime, or set cpu.");
    }
    try (var options = new OrtSession.SessionOptions()) {
      // Loads the provider's library and those that it needs.
      options.addCUDA(DEVICE);
    } catch (OrtException e) {
      throw new ModelException(
          "The device is cuda, but ONNX Runtime cannot load it. %s, or set cpu. It says: %s"
              .formatted(mend(CudaLibraries.missing()), e.getMessage()),
          e);
    }
    if (CudaRuntime.get().devices() <= DEVICE) {
      throw new ModelException(
          "The device is cuda, but the driver shows none to this process. Look at nvidia-smi and "
              + "CUDA_VISIBLE_DEVICES, give the container a GPU, or set cpu.");
    }
  }

  /**
   * A session all of whose work is on the device.
   *
   * @throws ModelException where {@link #require} does, or a kernel is missing
   */
  static OrtSession open(
      OrtEnvironment environment, Path onnxFile, OrtSession.SessionOptions options)
      throws OrtException {
    require();
    options.addCUDA(DEVICE);
    Placement.record(options);
    var session = environment.createSession(onnxFile.toString(), options);
    try {
      var left = Placement.of(session).left();
      if (!left.isEmpty()) {
        throw new ModelException(noKernel(onnxFile, left));
      }
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  static String mend(List<String> missing) {
    return missing.isEmpty()
        ? "Lay libonnxruntime_providers_cuda.so beside libonnxruntime.so"
        : "Not found: %s. Install them".formatted(String.join(", ", missing));
  }

  static String noKernel(Path onnxFile, Map<String, Integer> left) {
    var operators =
        left.entrySet().stream()
            .map(node -> "%d × %s".formatted(node.getValue(), node.getKey()))
            .collect(Collectors.joining(", "));
    var mend =
        left.containsKey("com.microsoft.GroupQueryAttention")
            ? "CUDA has GroupQueryAttention for float16 and bfloat16 alone: take a graph made so"
            : "Take a graph without them";
    return ("The device is cuda, but it has no kernels for these nodes of %s, which would run on the "
            + "CPU: %s. %s, or set cpu.")
        .formatted(onnxFile, operators, mend);
  }
}
