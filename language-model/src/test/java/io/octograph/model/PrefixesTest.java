package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.model.Logits.Rows;
import io.octograph.model.device.Place;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Prefixes whose caches' memory is gone as soon as they are closed, as a device's is. */
@Timeout(60)
class PrefixesTest {
  private final AtomicBoolean holdsNext = new AtomicBoolean();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);

  /** A memory whose next cache can be waited for, and held back. */
  private record Holding(CacheMemory memory, PrefixesTest test) implements CacheMemory {
    @Override
    public KvCache allocate(int capacity) {
      if (test.holdsNext.compareAndSet(true, false)) {
        test.held.countDown();
        try {
          test.goesOn.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return memory.allocate(capacity);
    }

    @Override
    public void close() {
      memory.close();
    }
  }

  private static float[] read(LanguageModel model, int first) {
    try (var sequence =
        model.start(Optional.empty(), IntStream.range(first, first + 60).toArray())) {
      return sequence.append(new int[] {7}, Rows.VOCABULARY).vocabulary();
    }
  }

  @Test
  void aPrefixThatMakesRoomIsNotClosedBeforeItIsCopied() throws Exception {
    var usual = EngineSettings.Decoding.DEFAULT;
    var one = new EngineSettings.Decoding(usual.lanes(), usual.speculation(), false, 1);
    var settings = EngineSettings.defaults().withDecoding(one);
    var location = CacheMemory.Location.in(Place.HOST);
    try (var model =
            LanguageModel.load(
                Bundled.FOLDER,
                settings,
                Device.CPU,
                (session, shape, type) -> new Holding(location.open(session, shape, type), this));
        var other = model.start(Optional.empty())) {
      var expected = read(model, 100);
      // Takes the one cache that is idle, so that the next one is allocated.
      other.append(new int[] {7}, Rows.NONE);
      holdsNext.set(true);
      var copying = CompletableFuture.supplyAsync(() -> read(model, 100));
      held.await();
      var replacing = new Thread(() -> read(model, 200));
      replacing.start();
      while (replacing.isAlive() && replacing.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      goesOn.countDown();
      assertThat(copying.get()).isEqualTo(expected);
      replacing.join();
    }
  }
}
