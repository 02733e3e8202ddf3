package io.octograph.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Copies an adapter in the safetensors format and gives it more functional rows, random ones. */
final class MoreRows {
  private static final String ROWS = "functional_rows";
  private static final double SCALE = 0.02;
  private static final int SEED = 7;

  private MoreRows() {}

  /**
   * Writes the copy.
   *
   * @param added how many rows more; their values are normal with a deviation of {@value #SCALE}
   */
  static void write(Path from, Path to, int added) throws IOException {
    var mapper = new ObjectMapper();
    var all = ByteBuffer.wrap(Files.readAllBytes(from)).order(ByteOrder.LITTLE_ENDIAN);
    int headerSize = Math.toIntExact(all.getLong());
    var headerBytes = new byte[headerSize];
    all.get(headerBytes);
    var data = all.slice();
    var header = (ObjectNode) mapper.readTree(headerBytes);
    var rows = (ObjectNode) header.path(ROWS);
    if (!rows.path("dtype").asText().equals("F16")) {
      throw new IllegalArgumentException(
          "The functional rows of %s are %s; they must be F16."
              .formatted(from, rows.path("dtype").asText()));
    }
    int count = rows.path("shape").path(0).asInt();
    int width = rows.path("shape").path(1).asInt();
    int begin = rows.path("data_offsets").path(0).asInt();
    var wide = ByteBuffer.allocate((count + added) * width * Short.BYTES);
    wide.order(ByteOrder.LITTLE_ENDIAN).put(data.slice(begin, count * width * Short.BYTES));
    var random = new Random(SEED);
    while (wide.hasRemaining()) {
      wide.putShort(Float.floatToFloat16((float) (SCALE * random.nextGaussian())));
    }
    // At the end, so that no other tensor moves; what was there is dead.
    rows.putArray("shape").add(count + added).add(width);
    int end = data.capacity();
    rows.putArray("data_offsets").add(end).add(end + wide.capacity());
    var text = header.toString().getBytes(StandardCharsets.UTF_8);
    try (var out = Files.newOutputStream(to)) {
      var size = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      out.write(size.putLong(text.length).array());
      out.write(text);
      out.write(all.array(), Long.BYTES + headerSize, data.capacity());
      out.write(wide.array());
    }
  }
}
