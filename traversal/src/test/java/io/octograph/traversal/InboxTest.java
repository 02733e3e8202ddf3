package io.octograph.traversal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class InboxTest {
  private final Inbox<String> inbox = new Inbox<>(10);

  @Test
  void givesInTheOrderOfComing() throws InterruptedException {
    inbox.add("piece", 4);
    inbox.add("end");
    inbox.add("last", 6);
    assertThat(inbox.take()).isEqualTo("piece");
    assertThat(inbox.take()).isEqualTo("end");
    assertThat(inbox.take()).isEqualTo("last");
  }

  @Test
  void whatIsLargeWaitsForRoomWhileWhatIsSmallComesIn() throws Exception {
    inbox.add("first", 7);
    var writer = Thread.ofVirtual().start(() -> add("second", 4));
    awaitParked(writer);
    inbox.add("small");
    assertThat(inbox.take()).isEqualTo("first");
    writer.join();
    assertThat(inbox.take()).isEqualTo("small");
    assertThat(inbox.take()).isEqualTo("second");
  }

  @Test
  void whatIsLargerThanAllTheRoomComesAlone() throws Exception {
    inbox.add("first", 1);
    var writer = Thread.ofVirtual().start(() -> add("huge", 1_000));
    awaitParked(writer);
    assertThat(inbox.take()).isEqualTo("first");
    assertThat(inbox.take()).isEqualTo("huge");
    writer.join();
  }

  @Test
  void aThousandPiecesOfManyWritersCome() throws InterruptedException {
    var written = new AtomicInteger();
    for (int writer = 0; writer < 10; writer++) {
      Thread.ofVirtual()
          .start(
              () -> {
                for (int i = 0; i < 100; i++) {
                  add("piece", 1 + i % 12);
                  written.incrementAndGet();
                }
              });
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(inbox.take()).isEqualTo("piece");
      // Ten writers may each have put one in whose count is still to come.
      assertThat(written.get()).isBetween(i - 9, i + 11);
    }
  }

  private void add(String event, int size) {
    try {
      inbox.add(event, size);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }
}
