package io.octograph.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;

/**
 * The process's one environment of ONNX Runtime, kept to the process's end.
 *
 * <p>The Java API gives it back in a hook of the JVM's shutdown. Hooks run beside each other, so a
 * function that answers its last requests after SIGTERM would run in sessions whose environment is
 * gone, and crash. ONNX Runtime counts who holds the environment: one more holder, who never lets
 * go, keeps it.
 */
public final class KeptEnvironment {
  // Below ERROR it warns of each of the hundreds of adapter inputs that have a default.
  private static final OrtLoggingLevel LEVEL = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
  private static final String NAME = "octograph";
  private static final OrtEnvironment ENVIRONMENT = keep();

  private KeptEnvironment() {}

  /** Nobody closes it. */
  public static OrtEnvironment get() {
    return ENVIRONMENT;
  }

  private static OrtEnvironment keep() {
    var environment = OrtEnvironment.getEnvironment(LEVEL, NAME);
    try {
      var api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
      api.setAccessible(true);
      var hold =
          OrtEnvironment.class.getDeclaredMethod(
              "createHandle", long.class, int.class, String.class);
      hold.setAccessible(true);
      hold.invoke(null, api.getLong(null), LEVEL.getValue(), NAME);
    } catch (ReflectiveOperationException | RuntimeException e) {
      System.getLogger(KeptEnvironment.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "ONNX Runtime's environment cannot be kept: requests that are answered while this "
                  + "process ends may crash it. Is this another version of onnxruntime?",
              e);
    }
    return environment;
  }
}
