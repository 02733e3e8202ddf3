package io.octograph.model;

import io.octograph.model.Safetensors.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Joins an adapter's LoRA pairs as the graph has joined its linear maps: of maps with one input,
 * the {@code A} stay, and the {@code B} stand on a diagonal of blocks, so that {@code [x·A₁
 * x·A₂]·diag(B₁, B₂) = [x·A₁·B₁ x·A₂·B₂]}.
 */
final class LoraFusion {
  private static final Pattern NAME = Pattern.compile("layers\\.(\\d+)\\.([a-z_]+)\\.lora_([AB])");

  private final Path file;
  private final Map<String, Map<String, Integer>> fused;

  private LoraFusion(Path file, Map<String, Map<String, Integer>> fused) {
    this.file = file;
    this.fused = fused;
  }

  /** The parts of a joined map that the adapter has; A or B is null until it is met. */
  private static final class Pair {
    private Tensor a;
    private Tensor b;
  }

  /**
   * The tensors by the graph's names.
   *
   * @param file named where they do not fit
   * @param fused as in {@link LaneGraphs}
   */
  static List<Tensor> fuse(
      Path file, List<Tensor> tensors, Map<String, Map<String, Integer>> fused) {
    return new LoraFusion(file, fused).fuse(tensors);
  }

  private List<Tensor> fuse(List<Tensor> tensors) {
    var result = new ArrayList<Tensor>();
    var groups = new LinkedHashMap<String, Map<String, Pair>>();
    for (var tensor : tensors) {
      var name = NAME.matcher(tensor.name());
      var group = name.matches() ? groupOf(name.group(2)) : null;
      if (group == null) {
        result.add(tensor);
        continue;
      }
      var pair =
          groups
              .computeIfAbsent(
                  "layers.%s.%s".formatted(name.group(1), group), _ -> new LinkedHashMap<>())
              .computeIfAbsent(name.group(2), _ -> new Pair());
      if (name.group(3).equals("A")) {
        pair.a = tensor;
      } else {
        pair.b = tensor;
      }
    }
    groups.forEach((name, pairs) -> join(name, pairs, result));
    return result;
  }

  private String groupOf(String part) {
    return fused.entrySet().stream()
        .filter(group -> group.getValue().containsKey(part))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  private void join(String name, Map<String, Pair> pairs, List<Tensor> result) {
    pairs.forEach((part, pair) -> check(name, part, pair));
    var parts = fused.get(name.substring(name.lastIndexOf('.') + 1));
    int inputs = (int) pairs.values().iterator().next().a.shape()[0];
    int rank = parts.keySet().stream().mapToInt(part -> rank(pairs.get(part))).sum();
    int outputs = parts.values().stream().mapToInt(Integer::intValue).sum();
    var b = new Matrix(rank, outputs);
    int row = 0;
    int column = 0;
    for (var part : parts.entrySet()) {
      var pair = pairs.get(part.getKey());
      if (pair != null) {
        if (pair.a.shape()[0] != inputs || pair.b.shape()[1] != part.getValue()) {
          throw misfit(name, part.getKey());
        }
        result.add(pair.a);
        b.put(row, column, pair.b);
      }
      row += rank(pair);
      column += part.getValue();
    }
    result.add(b.tensor(name + ".lora_B"));
  }

  /** A part that the adapter leaves out has the graph's default A, of one column. */
  private static int rank(Pair pair) {
    return pair == null ? 1 : (int) pair.a.shape()[1];
  }

  private void check(String name, String part, Pair pair) {
    boolean whole =
        pair.a != null
            && pair.b != null
            && pair.a.shape().length == 2
            && pair.b.shape().length == 2
            && pair.a.shape()[1] == pair.b.shape()[0];
    if (!whole) {
      throw misfit(name, part);
    }
  }

  private ModelException misfit(String name, String part) {
    return new ModelException(
        "The adapter %s was made for another base: its LoRA pair of '%s' (in %s) does not fit. "
            .formatted(file, part, name)
            .concat("Train it on this base."));
  }

  private record Matrix(int rows, int columns, ByteBuffer data) {
    Matrix(int rows, int columns) {
      this(
          rows,
          columns,
          ByteBuffer.allocate(Math.multiplyExact(Math.multiplyExact(rows, columns), Float.BYTES))
              .order(ByteOrder.LITTLE_ENDIAN));
    }

    void put(int row, int column, Tensor part) {
      int width = (int) part.shape()[1];
      var values = ByteBuffer.allocate(part.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      part.widenInto(values);
      for (int i = 0; i < part.shape()[0]; i++) {
        int to = ((row + i) * columns + column) * Float.BYTES;
        data.put(to, values, i * width * Float.BYTES, width * Float.BYTES);
      }
    }

    Tensor tensor(String name) {
      return new Tensor(name, new long[] {rows, columns}, "F32", data);
    }
  }
}
