package io.octograph.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Map;

/** Opens ONNX Runtime sessions as a server in a container wants them. */
final class Sessions {
  private Sessions() {}

  /** The process's one environment; nobody closes it. */
  static OrtEnvironment environment() {
    Telemetry.warnIfOn();
    return KeptEnvironment.get();
  }

  /**
   * Before any graph is opened, which may be long after.
   *
   * @throws ModelException where the device cannot be used at all
   */
  static void require(Device device) {
    switch (device) {
      case CPU -> {}
      case CUDA -> Cuda.require();
    }
  }

  static OrtSession open(OrtEnvironment environment, Path onnxFile, EngineSettings settings)
      throws OrtException {
    try (var options = new OrtSession.SessionOptions()) {
      set(options, settings);
      return switch (settings.device()) {
        case CPU -> environment.createSession(onnxFile.toString(), options);
        case CUDA -> Cuda.open(environment, onnxFile, options);
      };
    }
  }

  /**
   * Opens a graph that is no file, on the CPU whatever the device.
   *
   * @param values that take the place of the graph's own, by name; read for as long as the session
   *     lives. A name that the graph has not changes nothing
   */
  static OrtSession open(
      OrtEnvironment environment,
      byte[] graph,
      Map<String, OnnxTensor> values,
      EngineSettings settings)
      throws OrtException {
    try (var options = new OrtSession.SessionOptions()) {
      set(options, settings);
      for (var value : values.entrySet()) {
        options.addInitializer(value.getKey(), value.getValue());
      }
      return environment.createSession(graph, options);
    }
  }

  private static void set(OrtSession.SessionOptions options, EngineSettings settings)
      throws OrtException {
    options.setIntraOpNumThreads(settings.threads());
    options.setInterOpNumThreads(1);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    // A run has a thousand short parallel parts: threads that sleep between them cost a third of
    // its time. Between runs they sleep, so that a pod that only waits takes no CPU.
    options.addConfigEntry("session.intra_op.allow_spinning", settings.spinning() ? "1" : "0");
    options.addConfigEntry("session.force_spinning_stop", "1");
    // Patterns are kept for every length of input ever seen: memory that only grows.
    options.setMemoryPatternOptimization(false);
  }

  static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new ModelException("A session of ONNX Runtime does not close.", e);
    }
  }
}
