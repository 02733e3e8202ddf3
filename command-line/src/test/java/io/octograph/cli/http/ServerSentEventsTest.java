package io.octograph.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServerSentEventsTest {
  static List<Arguments> streams() {
    return List.of(
        Arguments.of("data: a\n\ndata: b\n\n", List.of("a", "b")),
        Arguments.of("data:a\r\n\r\ndata: 两\r\n\r\n", List.of("a", "两")),
        Arguments.of("data: a\ndata: b\n\n", List.of("a\nb")),
        Arguments.of(": comment\n\nevent: x\nid: 1\ndata: a\n\n", List.of("a")),
        Arguments.of("data:  two blanks\n\n", List.of(" two blanks")),
        Arguments.of("data\n\n", List.of("")),
        Arguments.of("event: x\n\ndatabase: y\n\n", List.of()),
        Arguments.of("data: a\n\ndata: half", List.of("a")),
        Arguments.of("", List.of()));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void readsTheDataOfWholeEvents(String stream, List<String> expected) throws IOException {
    var bytes = new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8));
    List<String> read = new ArrayList<>();
    try (ServerSentEvents events = new ServerSentEvents(bytes)) {
      for (var data = events.next(); data.isPresent(); data = events.next()) {
        read.add(data.get());
      }
    }

    assertThat(read).isEqualTo(expected);
  }
}
