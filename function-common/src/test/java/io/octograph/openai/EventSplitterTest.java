package io.octograph.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSplitterTest {
  private static final String UNIX =
      "data: {\"a\":\"罢🐙\"}\n\n: still here\n\nevent: x\ndata:one\ndata: two\n\ndata: [DONE]\n\n";

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void findsTheSameEventsWhereverTheBytesAreCut(String newline) {
    byte[] bytes = UNIX.replace("\n", newline).getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      EventSplitter splitter = new EventSplitter();
      List<EventSplitter.Event> events = new ArrayList<>();
      events.addAll(splitter.feed(Arrays.copyOfRange(bytes, 0, cut)));
      events.addAll(splitter.feed(Arrays.copyOfRange(bytes, cut, bytes.length)));

      assertThat(events)
          .extracting(EventSplitter.Event::data)
          .containsExactly("{\"a\":\"罢🐙\"}", "", "one\ntwo", "[DONE]");
      assertThat(together(events)).isEqualTo(bytes);
      assertThat(events.getLast().isDone()).isTrue();
    }
  }

  @Test
  void keepsBackAnEventThatIsNotWhole() {
    EventSplitter splitter = new EventSplitter();
    assertThat(splitter.feed("data: {\"a\"\n".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(splitter.feed("\n".getBytes(StandardCharsets.UTF_8))).hasSize(1);
  }

  @Test
  void givesUpOnAnEventWithoutEnd() {
    EventSplitter splitter = new EventSplitter();
    byte[] half = new byte[EventSplitter.LONGEST_EVENT / 2 + 1];
    Arrays.fill(half, (byte) 'x');
    splitter.feed(half);
    assertThatThrownBy(() -> splitter.feed(half)).hasMessageContaining("8 MB");
  }

  private static byte[] together(List<EventSplitter.Event> events) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    events.forEach(event -> all.writeBytes(event.bytes()));
    return all.toByteArray();
  }
}
