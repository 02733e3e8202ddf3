package io.octograph.data;

import static io.octograph.data.RowJson.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file of JSON lines that only grows. Its last line is cut off where a stop has torn it. */
final class Lines implements Closeable {
  private final FileChannel file;

  private Lines(FileChannel file) {
    this.file = file;
  }

  /** Opens a file to append to; makes it where it is not there. */
  static Lines append(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      file.truncate(whole(file));
      file.position(file.size());
      return new Lines(file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** False where another process holds this file. */
  boolean lock() throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (java.nio.channels.OverlappingFileLockException e) {
      return false;
    }
  }

  /** Writes lines at once, so that a stop tears the last of them at most. */
  void write(List<? extends JsonNode> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** How many bytes of a file are whole lines. */
  private static long whole(FileChannel file) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    for (long size = file.size(); size > 0; size--) {
      last.clear();
      if (file.read(last, size - 1) == 1 && last.get(0) == '\n') {
        return size;
      }
    }
    return 0;
  }

  /**
   * The objects of a file; none where there is no file. A last line without an end is left out.
   *
   * @throws IllegalArgumentException where a line is no JSON object; the message names it
   */
  static List<JsonNode> read(Path path) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    if (!Files.exists(path)) {
      return lines;
    }
    String text = Files.readString(path);
    int number = 0;
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
      number++;
      if (!line.isBlank()) {
        lines.add(object(line, path + ":" + number));
      }
    }
    return lines;
  }

  static JsonNode object(String line, String place) {
    try {
      JsonNode json = JSON.readTree(line);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // said below
    }
    throw new IllegalArgumentException(place + " is no JSON object; each line holds one row.");
  }
}
