package io.octograph.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code octograph.json}, beside onnxruntime-genai's files, says: graphs that take adapters
 * and several sequences a run, and those that a device has of its own.
 *
 * @param plain what the device runs in place of the graph of genai_config.json
 * @param graphs from the fewest lanes to the most; the first one has one
 * @param early the lower layers of the first one alone; empty where the base has no such graph
 * @param fused linear maps that these graphs have joined: name → the parts' names and their numbers
 *     of outputs, in order
 */
record LaneGraphs(
    Optional<Path> plain,
    List<LaneGraph> graphs,
    Optional<EarlyGraph> early,
    Map<String, Map<String, Integer>> fused) {
  static final String FILE = "octograph.json";
  private static final int FORMAT = 1;

  /** An ONNX graph for up to {@code lanes} sequences a run. */
  record LaneGraph(Path onnxFile, int lanes) {}

  /** An ONNX graph of the lowest {@code depth} layers, for one sequence a run. */
  record EarlyGraph(Path onnxFile, int depth) {}

  /**
   * Reads the file of a model's folder; empty where the model has none.
   *
   * @param device whose graphs are wanted: its own under {@code devices}, else those for all
   */
  static Optional<LaneGraphs> read(Path folder, Device device) {
    return root(folder).map(root -> of(folder.resolve(FILE), root, device));
  }

  /** How many parameters the file says the model has; empty where it says nothing. */
  static OptionalLong parameters(Path folder) {
    long count = root(folder).map(root -> root.path("parameters").asLong()).orElse(0L);
    return count > 0 ? OptionalLong.of(count) : OptionalLong.empty();
  }

  private static Optional<JsonNode> root(Path folder) {
    var file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ObjectMapper().readTree(file.toFile()));
    } catch (IOException e) {
      throw new ModelException("%s is not JSON: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static LaneGraphs of(Path file, JsonNode root, Device device) {
    require(file, root.path("format").asInt() == FORMAT, "'format' must be " + FORMAT);
    var own = root.path("devices").path(device.name().toLowerCase(Locale.ROOT));
    var plain =
        own.has("plain") ? Optional.of(onnxFile(file, own.path("plain"))) : Optional.<Path>empty();
    var graphs = new ArrayList<LaneGraph>();
    for (var entry : own.has("graphs") ? own.path("graphs") : root.path("graphs")) {
      var onnxFile = onnxFile(file, entry.path("file"));
      int least = graphs.isEmpty() ? 1 : graphs.getLast().lanes() + 1;
      int lanes = entry.path("lanes").asInt();
      require(file, lanes >= least, "'lanes' is %d, at least %d is due".formatted(lanes, least));
      graphs.add(new LaneGraph(onnxFile, lanes));
    }
    require(file, !graphs.isEmpty(), "'graphs' has no entry");
    require(file, graphs.getFirst().lanes() == 1, "the first of 'graphs' must have one lane");
    var fused = new LinkedHashMap<String, Map<String, Integer>>();
    for (var group : root.path("fused").properties()) {
      var parts = new LinkedHashMap<String, Integer>();
      group
          .getValue()
          .properties()
          .forEach(part -> parts.put(part.getKey(), part.getValue().asInt()));
      fused.put(group.getKey(), parts);
    }
    // A device with graphs of its own has caches of its own type: the others' lower layers do not
    // fit.
    var early = own.has("graphs") ? own.path("early") : root.path("early");
    return new LaneGraphs(plain, List.copyOf(graphs), early(file, early), fused);
  }

  private static Optional<EarlyGraph> early(Path file, JsonNode entry) {
    if (entry.isMissingNode()) {
      return Optional.empty();
    }
    int depth = entry.path("depth").asInt();
    require(file, depth > 0, "the 'depth' of 'early' is %d, at least 1 is due".formatted(depth));
    return Optional.of(new EarlyGraph(onnxFile(file, entry.path("file")), depth));
  }

  private static Path onnxFile(Path file, JsonNode name) {
    var onnxFile = file.resolveSibling(name.asText());
    require(file, Files.isReadable(onnxFile), "the graph %s is not there".formatted(onnxFile));
    return onnxFile;
  }

  private static void require(Path file, boolean holds, String what) {
    if (!holds) {
      throw new ModelException(
          "%s: %s. Write the base again or take its files from there.".formatted(file, what));
    }
  }
}
