package io.octograph.model.device;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What must be installed before ONNX Runtime can use CUDA. ONNX Runtime itself names only the first
 * library that it misses.
 */
public final class CudaLibraries {
  /**
   * What {@code libonnxruntime_providers_cuda.so} of onnxruntime_gpu 1.29.0 needs ({@code readelf
   * -d}), and cuDNN, which it opens when an operator asks for it.
   */
  private static final Map<String, String> NEEDED = new LinkedHashMap<>();

  static {
    NEEDED.put("libcuda.so.1", "the NVIDIA driver");
    NEEDED.put("libcudart.so.12", "the CUDA 12 runtime");
    NEEDED.put("libcublas.so.12", "cuBLAS of CUDA 12");
    NEEDED.put("libcublasLt.so.12", "cuBLAS of CUDA 12");
    NEEDED.put("libcurand.so.10", "cuRAND of CUDA 12");
    NEEDED.put("libcudnn.so.9", "cuDNN 9 for CUDA 12");
  }

  private CudaLibraries() {}

  /** Those that the system's loader does not find, each with what it belongs to. */
  public static List<String> missing() {
    var missing = new ArrayList<String>();
    NEEDED.forEach(
        (library, part) -> {
          if (!loads(library)) {
            missing.add("%s (%s)".formatted(library, part));
          }
        });
    return missing;
  }

  private static boolean loads(String library) {
    try (var arena = Arena.ofConfined()) {
      SymbolLookup.libraryLookup(library, arena);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
