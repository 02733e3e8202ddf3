package io.octograph.model;

import io.octograph.model.Safetensors.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where an adapter lies.
 *
 * @param weights LoRA pairs, and functional rows unless others are given
 * @param rows a file with functional rows alone, which stand in the place of those
 */
record AdapterFiles(Path weights, Optional<Path> rows) {
  static AdapterFiles of(Path weights, Optional<Path> rows) {
    return new AdapterFiles(absolute(weights), rows.map(AdapterFiles::absolute));
  }

  /** The file that says whose it is. */
  Path named() {
    return rows.orElse(weights);
  }

  List<Tensor> tensors() {
    var all = Safetensors.read(weights).tensors();
    return rows.map(own -> withRows(all, own)).orElse(all);
  }

  private static List<Tensor> withRows(List<Tensor> all, Path own) {
    var rows = Safetensors.read(own).tensors();
    if (rows.size() != 1 || !rows.getFirst().name().equals(Adapter.FUNCTIONAL_ROWS)) {
      throw new ModelException(
          "The rows %s hold the tensors %s; one is due, %s. Write them again."
              .formatted(own, rows.stream().map(Tensor::name).toList(), Adapter.FUNCTIONAL_ROWS));
    }
    var lora = all.stream().filter(tensor -> !tensor.name().equals(Adapter.FUNCTIONAL_ROWS));
    return Stream.concat(lora, rows.stream()).toList();
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }
}
