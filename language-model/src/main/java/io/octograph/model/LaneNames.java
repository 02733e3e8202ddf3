package io.octograph.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A lane's inputs and outputs in a graph of {@code octograph.json}; those of the cache in its
 * order: key and value of each layer.
 */
record LaneNames(String last, String total, List<String> past, List<String> present) {
  static LaneNames of(int lane, int layers) {
    var parts =
        IntStream.range(0, 2 * layers)
            .mapToObj(i -> "%d.%s".formatted(i / 2, i % 2 == 0 ? "key" : "value"))
            .toList();
    var prefix = "lane.%d.".formatted(lane);
    return new LaneNames(
        prefix + "last",
        prefix + "total",
        parts.stream().map(part -> prefix + "past." + part).toList(),
        parts.stream().map(part -> prefix + "present." + part).toList());
  }

  /**
   * Checks that a graph has them.
   *
   * @throws ModelException where it lacks one
   */
  void check(Path onnxFile, OrtSession session) throws OrtException {
    var inputs = session.getInputNames();
    for (var input : past) {
      if (!inputs.contains(input)) {
        throw new ModelException(
            "%s has no input '%s', which genai_config.json and octograph.json make it have. "
                .formatted(onnxFile, input)
                .concat("Write the base again or take its files from there."));
      }
    }
  }
}
