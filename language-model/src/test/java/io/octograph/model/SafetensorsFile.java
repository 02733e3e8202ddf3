package io.octograph.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes adapters for tests. */
public final class SafetensorsFile {
  private final ObjectNode header = new ObjectMapper().createObjectNode();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  public SafetensorsFile() {
    header.putObject("__metadata__").put("format", "pt");
  }

  public SafetensorsFile metadata(String name, String text) {
    header.withObject("/__metadata__").put(name, text);
    return this;
  }

  /** Adds a tensor of one dimension. */
  public SafetensorsFile add(String name, float[] values) {
    add(name, "F32", new float[][] {values});
    header.withObject("/" + name).putArray("shape").add(values.length);
    return this;
  }

  /** Adds a tensor of two dimensions, of the type F32, F16 or BF16. */
  public SafetensorsFile add(String name, String type, float[][] rows) {
    int size = type.equals("F32") ? 4 : 2;
    var bytes =
        ByteBuffer.allocate(rows.length * rows[0].length * size).order(ByteOrder.LITTLE_ENDIAN);
    for (var row : rows) {
      for (float value : row) {
        switch (type) {
          case "F32" -> bytes.putFloat(value);
          case "F16" -> bytes.putShort(Float.floatToFloat16(value));
          default -> bytes.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
        }
      }
    }
    var entry = header.putObject(name).put("dtype", type);
    entry.putArray("shape").add(rows.length).add(rows[0].length);
    entry.putArray("data_offsets").add(data.size()).add(data.size() + bytes.capacity());
    data.writeBytes(bytes.array());
    return this;
  }

  public Path write(Path file) throws IOException {
    var json = header.toString().getBytes(StandardCharsets.UTF_8);
    var length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length);
    var all = new ByteArrayOutputStream();
    all.writeBytes(length.array());
    all.writeBytes(json);
    all.writeBytes(data.toByteArray());
    return Files.write(file, all.toByteArray());
  }
}
