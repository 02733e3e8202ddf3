package io.octograph.openai;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the bytes of a {@code text/event-stream} into whole events, wherever the network cut them.
 * The events' bytes put together are the bytes that went in. Lines end with LF or CR LF.
 */
public final class EventSplitter {
  /**
   * Far above any chunk of a model; an upstream that sends no line end must not fill the memory.
   */
  static final int LONGEST_EVENT = 8 << 20;

  /**
   * @param bytes as they came, blank line included
   * @param data the text of its data lines; empty for a comment
   */
  public record Event(byte[] bytes, String data) {
    public boolean isDone() {
      return data.equals("[DONE]");
    }
  }

  private final ByteArrayOutputStream open = new ByteArrayOutputStream();
  private int line; // bytes of the line being read, CR not counted

  /**
   * @return the events that these bytes complete
   * @throws IllegalStateException if an event grows beyond all measure
   */
  public List<Event> feed(byte[] bytes) {
    List<Event> events = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        if (line == 0) {
          open.write(bytes, from, i + 1 - from);
          from = i + 1;
          events.add(event(open.toByteArray()));
          open.reset();
        }
        line = 0;
      } else if (bytes[i] != '\r') {
        line++;
      }
    }
    open.write(bytes, from, bytes.length - from);
    if (open.size() > LONGEST_EVENT) {
      throw new IllegalStateException("An event of the stream is longer than 8 MB.");
    }
    return events;
  }

  private static Event event(byte[] bytes) {
    StringBuilder data = new StringBuilder();
    new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("data:"))
        .map(line -> line.startsWith("data: ") ? line.substring(6) : line.substring(5))
        .forEach(line -> data.append(data.isEmpty() ? "" : "\n").append(line));
    return new Event(bytes, data.toString());
  }
}
