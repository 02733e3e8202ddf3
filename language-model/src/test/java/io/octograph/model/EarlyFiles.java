package io.octograph.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/** Writes readers for tests. */
public final class EarlyFiles {
  private EarlyFiles() {}

  /** Into a master's folder, exactly as it is. */
  public static Path write(EarlyFile file, Path folder) throws IOException {
    var reader = file.reader();
    return new SafetensorsFile()
        .metadata("depth", Integer.toString(file.depth()))
        .metadata("from", Integer.toString(file.from()))
        .metadata("threshold", Double.toString(file.threshold()))
        .metadata("nodes", new ObjectMapper().writeValueAsString(file.nodes()))
        .add(
            "early.queries",
            "F32",
            rows(reader.queries(), reader.queries().length / reader.width()))
        .add("early.rows", "F32", rows(reader.rows(), file.nodes().size()))
        .add("early.bias", reader.bias())
        .write(folder.resolve(EarlyFile.NAME));
  }

  private static float[][] rows(float[] values, int columns) {
    var rows = new float[values.length / columns][columns];
    for (int i = 0; i < values.length; i++) {
      rows[i / columns][i % columns] = values[i];
    }
    return rows;
  }
}
