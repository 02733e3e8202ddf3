package io.octograph.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;

/** Opens ONNX Runtime sessions as a server in a container wants them. */
final class Sessions {
  private Sessions() {}

  /** The process's one environment; nobody closes it, for it cannot be opened again. */
  static OrtEnvironment environment() {
    Telemetry.warnIfOn();
    // Below ERROR it warns of each of the hundreds of adapter inputs that have a default.
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "octograph");
  }

  static OrtSession open(OrtEnvironment environment, Path onnxFile, EngineSettings settings)
      throws OrtException {
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(settings.threads());
      options.setInterOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      // Spinning threads would eat the CPU share of a pod that only waits.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      // Patterns are kept for every length of input ever seen: memory that only grows.
      options.setMemoryPatternOptimization(false);
      if (settings.device() == Device.CUDA) {
        addCuda(options);
      }
      return environment.createSession(onnxFile.toString(), options);
    }
  }

  private static void addCuda(OrtSession.SessionOptions options) {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      throw new ModelException(
          "The device is cuda, but this ONNX Runtime was built for the CPU only. "
              + "Build with the artifact onnxruntime_gpu in place of onnxruntime, or set cpu.");
    }
    try {
      options.addCUDA();
    } catch (OrtException e) {
      throw new ModelException(
          "The device is cuda, but CUDA cannot be used (its libraries, cuDNN 9 and a driver must be "
              + "installed): %s. Install them, or set cpu.".formatted(e.getMessage()),
          e);
    }
  }
}
