package io.octograph.evaluation.baseline;

import io.octograph.test.Sigterm;
import java.util.List;

/** A process that embeds on and on, and after SIGTERM some texts more. */
final class Embedding {
  private static final int REST = 60;

  private Embedding() {}

  public static void main(String[] arguments) {
    try (var hold = new Sigterm.Hold()) {
      try (MiniLm model = new MiniLm(count -> {})) {
        System.out.println("embedding");
        int rest = REST;
        while (rest > 0) {
          model.embed(List.of("A cat sits on the mat."));
          rest -= hold.signalled() ? 1 : 0;
        }
      }
      System.out.println("done");
    }
  }
}
