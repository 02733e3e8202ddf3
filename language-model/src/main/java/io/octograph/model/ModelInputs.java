package io.octograph.model;

import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Set;

/**
 * What the ONNX graph takes and gives, held against the configuration. Inputs that have a default
 * (adapter weights, positions) are not listed by ONNX Runtime's Java API and not taken by its run
 * method; they are given as parameters of an adapter, see {@link RunSwitches}.
 */
record ModelInputs(Path onnxFile, Set<String> inputs, Set<String> outputs) {
  static final String LOGITS_FROM = "logits_from";
  static final String FUNCTIONAL_LOGITS = "functional_logits";

  static ModelInputs of(OrtSession session, ModelConfig config) {
    var found =
        new ModelInputs(config.onnxFile(), session.getInputNames(), session.getOutputNames());
    var names = config.names();
    found.requireInput(names.ids());
    found.requireInput(names.mask());
    found.requireOutput(names.logits());
    for (int layer = 0; layer < config.shape().layers(); layer++) {
      found.requireInput(names.pastKey().formatted(layer));
      found.requireInput(names.pastValue().formatted(layer));
      found.requireOutput(names.presentKey().formatted(layer));
      found.requireOutput(names.presentValue().formatted(layer));
    }
    if (found.inputs.contains("position_ids")) {
      throw new ModelException(
          "%s wants position_ids, which this engine does not give yet. "
              .formatted(config.onnxFile())
              .concat("Export it with the positions inside GroupQueryAttention."));
    }
    return found;
  }

  /** Whether an adapter's functional rows give logits of their own. */
  boolean functional() {
    return outputs.contains(FUNCTIONAL_LOGITS);
  }

  private void requireInput(String name) {
    require(inputs, "input", name);
  }

  private void requireOutput(String name) {
    require(outputs, "output", name);
  }

  private void require(Set<String> there, String kind, String name) {
    if (!there.contains(name)) {
      throw new ModelException(
          "genai_config.json names the %s '%s', which %s does not have."
              .formatted(kind, name, onnxFile));
    }
  }
}
