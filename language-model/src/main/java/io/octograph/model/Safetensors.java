package io.octograph.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file in Hugging Face's safetensors format: the length of a JSON header, the header, the data.
 *
 * @param metadata free texts by their names
 */
record Safetensors(List<Tensor> tensors, Map<String, String> metadata) {
  private static final int MOST_HEADER_BYTES = 16 << 20;
  private static final String METADATA = "__metadata__";

  /** A tensor of 16- or 32-bit floats, still as it lies in the file. */
  record Tensor(String name, long[] shape, String type, ByteBuffer data) {
    int size() {
      return data.remaining() / bytesPerValue(type);
    }

    /** Writes the values as 32-bit floats. */
    void widenInto(ByteBuffer target) {
      var source = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      while (source.hasRemaining()) {
        target.putFloat(
            switch (type) {
              case "F32" -> source.getFloat();
              case "F16" -> Float.float16ToFloat(source.getShort());
              default -> Float.intBitsToFloat(source.getShort() << 16);
            });
      }
    }
  }

  static Safetensors read(Path file) {
    try (var channel = FileChannel.open(file)) {
      var all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      all.order(ByteOrder.LITTLE_ENDIAN);
      long headerLength = all.remaining() < Long.BYTES ? -1 : all.getLong();
      if (headerLength < 2 || headerLength > Math.min(MOST_HEADER_BYTES, all.remaining())) {
        throw new ModelException("%s is not in the safetensors format.".formatted(file));
      }
      var header = new byte[(int) headerLength];
      all.get(header);
      return of(file, new ObjectMapper().readTree(header), all.slice());
    } catch (NoSuchFileException e) {
      throw new ModelException("The file %s does not exist.".formatted(file), e);
    } catch (IOException e) {
      throw new ModelException("The file %s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Safetensors of(Path file, JsonNode header, ByteBuffer data) {
    var tensors = new ArrayList<Tensor>();
    var metadata = new HashMap<String, String>();
    for (var entry : header.properties()) {
      if (!entry.getKey().equals(METADATA)) {
        tensors.add(tensor(file, entry.getKey(), entry.getValue(), data));
      }
    }
    for (var text : header.path(METADATA).properties()) {
      metadata.put(text.getKey(), text.getValue().asText());
    }
    return new Safetensors(List.copyOf(tensors), Map.copyOf(metadata));
  }

  private static Tensor tensor(Path file, String name, JsonNode entry, ByteBuffer data) {
    var type = entry.path("dtype").asText();
    var shape = new long[entry.path("shape").size()];
    long values = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = entry.path("shape").get(i).asLong();
      values *= shape[i];
    }
    long from = entry.path("data_offsets").path(0).asLong(-1);
    long to = entry.path("data_offsets").path(1).asLong(-1);
    if (from < 0 || to > data.capacity() || to - from != values * bytesPerValue(type)) {
      throw new ModelException(
          "%s: the tensor '%s' is cut off or of a type other than F16, BF16, F32 (%s)."
              .formatted(file, name, type));
    }
    return new Tensor(name, shape, type, data.slice((int) from, (int) (to - from)));
  }

  private static int bytesPerValue(String type) {
    return switch (type) {
      case "F32" -> Float.BYTES;
      case "F16", "BF16" -> Short.BYTES;
      default -> -1;
    };
  }
}
