package io.octograph.model;

import io.octograph.model.Logits.Rows;
import io.octograph.test.Sigterm;
import java.util.Optional;

/** A process that decodes on and on, and after SIGTERM does the rest in a hook of its shutdown. */
final class Lingering {
  private static final int REST = 60;

  private Lingering() {}

  public static void main(String[] arguments) throws Exception {
    try (var hold = new Sigterm.Hold()) {
      try (var model = LanguageModel.load(Bundled.FOLDER, EngineSettings.defaults());
          var sequence = model.start(Optional.empty())) {
        System.out.println("decoding");
        int rest = REST;
        while (rest > 0) {
          sequence.append(new int[] {7, 8}, Rows.VOCABULARY);
          sequence.truncate(0);
          rest -= hold.signalled() ? 1 : 0;
        }
        // A fault, which ONNX Runtime logs: its log is the environment's.
        try {
          sequence.append(new int[] {1 << 20}, Rows.VOCABULARY);
        } catch (ModelException e) {
          System.out.println("refused");
        }
      }
      System.out.println("done");
    }
  }
}
