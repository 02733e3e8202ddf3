package io.octograph.cli.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the data of server-sent events (WHATWG HTML, 9.2): fields other than {@code data} and
 * comments are skipped, several data lines of one event are joined by a line break. An event that
 * the stream ends in the middle of is dropped, as the standard wants.
 */
public final class ServerSentEvents implements AutoCloseable {
  private final BufferedReader lines;

  public ServerSentEvents(InputStream stream) {
    this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /** The next event's data; empty at the end of the stream. */
  public Optional<String> next() throws IOException {
    StringBuilder data = null;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty() && data != null) {
        return Optional.of(data.toString());
      }
      if (line.equals("data") || line.startsWith("data:")) {
        String value = line.length() < 5 ? "" : line.substring(5);
        data = data == null ? new StringBuilder() : data.append('\n');
        data.append(value.startsWith(" ") ? value.substring(1) : value);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
