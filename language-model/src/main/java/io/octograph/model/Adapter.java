package io.octograph.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoraAdapter;
import ai.onnxruntime.OrtSession.RunOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * LoRA weights and functional rows that a run adds to the model: loaded once, never changed, shared
 * by all requests. Get one from {@link LanguageModel#adapter}; the model closes it.
 */
public final class Adapter implements AutoCloseable {
  static final String FUNCTIONAL_ROWS = "functional_rows";
  private static final Pattern LAYER = Pattern.compile("layers\\.(\\d{1,8})\\..*");

  private final AdapterFiles files;
  private final int functionalRows;
  private final OrtLoraAdapter weights;
  private final RunOptions options;

  private Adapter(
      AdapterFiles files, int functionalRows, OrtLoraAdapter weights, RunOptions options) {
    this.files = files;
    this.functionalRows = functionalRows;
    this.weights = weights;
    this.options = options;
  }

  /** Loads one for graphs whose linear maps are joined like this. */
  static Adapter load(AdapterFiles files, Map<String, Map<String, Integer>> fused) {
    return of(files, LoraFusion.fuse(files.weights(), files.tensors(), fused));
  }

  /** Loads what of it belongs to a graph of the lowest {@code depth} layers. */
  Adapter lower(Map<String, Map<String, Integer>> fused, int depth) {
    var lower = files.tensors().stream().filter(tensor -> layer(tensor.name()) < depth).toList();
    return of(files, LoraFusion.fuse(files.weights(), lower, fused));
  }

  /** The layer that a tensor belongs to; -1 where it is none's. */
  private static int layer(String name) {
    var match = LAYER.matcher(name);
    return match.matches() ? Integer.parseInt(match.group(1)) : -1;
  }

  private static Adapter of(AdapterFiles files, List<Safetensors.Tensor> tensors) {
    int rows =
        tensors.stream()
            .filter(tensor -> tensor.name().equals(FUNCTIONAL_ROWS))
            .mapToInt(tensor -> (int) tensor.shape()[0])
            .findFirst()
            .orElse(0);
    try {
      var weights = OrtLoraAdapter.create(AdapterFormat.write(tensors));
      var options = new RunOptions();
      options.addActiveLoraAdapter(weights);
      return new Adapter(files, rows, weights, options);
    } catch (OrtException e) {
      throw new ModelException(
          "ONNX Runtime does not take the adapter %s: %s".formatted(files.named(), e.getMessage()),
          e);
    }
  }

  /** The file of its LoRA pairs. */
  public Path file() {
    return files.weights();
  }

  /** How many functional tokens it has; their ids follow the vocabulary's. */
  public int functionalRows() {
    return functionalRows;
  }

  RunOptions options() {
    return options;
  }

  @Override
  public void close() {
    options.close();
    weights.close();
  }
}
