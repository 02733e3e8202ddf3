package io.octograph.evaluation.baseline;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process that embeds on and on, and after SIGTERM some texts more. */
final class Embedding {
  private static final int REST = 60;

  private Embedding() {}

  public static void main(String[] arguments) {
    var terminated = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  terminated.countDown();
                  try {
                    done.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    try (MiniLm model = new MiniLm(count -> {})) {
      System.out.println("embedding");
      int rest = REST;
      while (rest > 0) {
        model.embed(List.of("A cat sits on the mat."));
        rest -= terminated.getCount() == 0 ? 1 : 0;
      }
    }
    System.out.println("done");
    done.countDown();
  }
}
