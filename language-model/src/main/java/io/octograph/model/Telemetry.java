package io.octograph.model;

/** Both native libraries phone home unless they are told not to. */
final class Telemetry {
  private static final System.Logger LOG = System.getLogger(LanguageModel.class.getName());

  private Telemetry() {}

  /** Must run before the first use of either library. */
  static void off() {
    // DJL's tokenizers: a call to a cloud's metadata address, and a download where a GPU is seen.
    setUnlessSet("OPT_OUT_TRACKING", "true");
    setUnlessSet("RUST_FLAVOR", "cpu");
  }

  /** ONNX Runtime reads the environment only, and that cannot be set from inside. */
  static void warnIfOn() {
    if (!"1".equals(System.getenv("ORT_DISABLE_TELEMETRY"))) {
      LOG.log(
          System.Logger.Level.WARNING,
          "ONNX Runtime may send telemetry: set ORT_DISABLE_TELEMETRY=1 in the environment.");
    }
  }

  private static void setUnlessSet(String name, String value) {
    if (System.getenv(name) == null && System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
