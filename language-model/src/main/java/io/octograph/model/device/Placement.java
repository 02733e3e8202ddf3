package io.octograph.model.device;

import static io.octograph.model.device.OrtApi.Status.ASSIGNMENT;
import static io.octograph.model.device.OrtApi.Status.NODE_DOMAIN;
import static io.octograph.model.device.OrtApi.Status.NODE_OPERATOR;
import static io.octograph.model.device.OrtApi.Status.SUBGRAPH_NODES;
import static io.octograph.model.device.OrtApi.Status.SUBGRAPH_PROVIDER;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.octograph.model.device.OrtApi.Status;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where ONNX Runtime put the nodes of a session's graph. It gives a node to the CPU without a word
 * where the device asked for has no kernel for it; here that is found out.
 *
 * @param nodes a provider's name, such as {@code CUDAExecutionProvider}, to its operators with
 *     their domain, such as {@code com.microsoft.MatMulNBits}, to how many there are
 */
public record Placement(Map<String, Map<String, Integer>> nodes) {
  private static final String RECORD = "session.record_ep_graph_assignment_info";
  private static final String CPU = "CPUExecutionProvider";

  /**
   * What may be on the CPU beside a device: arithmetic on lengths and shapes, a few whole numbers
   * that kernels of the device want in the host's memory (GroupQueryAttention its total length,
   * Reshape its shape). ONNX Runtime puts such nodes there on purpose. Nothing here has weights.
   */
  private static final Set<String> SHAPES =
      Set.of(
          "Shape",
          "Size",
          "Constant",
          "ConstantOfShape",
          "Range",
          "Gather",
          "Slice",
          "Concat",
          "Squeeze",
          "Unsqueeze",
          "Cast",
          "ReduceSum",
          "ReduceMax",
          "Sub",
          "Max",
          "Min");

  /** Has the session keep what {@link #of} reads. */
  public static void record(OrtSession.SessionOptions options) throws OrtException {
    options.addConfigEntry(RECORD, "1");
  }

  /**
   * That of a session whose options were given to {@link #record}.
   *
   * @throws io.octograph.model.ModelException where they were not
   */
  public static Placement of(OrtSession session) {
    var api = OrtApi.get();
    var nodes = new TreeMap<String, Map<String, Integer>>();
    for (var subgraph : list(api, ASSIGNMENT, Handles.of(session))) {
      var provider = text(api, SUBGRAPH_PROVIDER, subgraph);
      var operators = nodes.computeIfAbsent(provider, name -> new TreeMap<>());
      for (var node : list(api, SUBGRAPH_NODES, subgraph)) {
        var domain = text(api, NODE_DOMAIN, node);
        var operator = text(api, NODE_OPERATOR, node);
        operators.merge(domain.isEmpty() ? operator : domain + "." + operator, 1, Integer::sum);
      }
    }
    return new Placement(nodes);
  }

  /** The operators that the CPU got though they compute more than shapes, and how many of each. */
  public Map<String, Integer> left() {
    return nodes.getOrDefault(CPU, Map.of()).entrySet().stream()
        .filter(node -> !SHAPES.contains(node.getKey()))
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum, TreeMap::new));
  }

  private static List<MemorySegment> list(OrtApi api, Status function, MemorySegment of) {
    try (var arena = Arena.ofConfined()) {
      var start = arena.allocate(ADDRESS);
      var count = arena.allocate(JAVA_LONG);
      api.call(function, of, start, count);
      int length = Math.toIntExact(count.get(JAVA_LONG, 0));
      var pointers = start.get(ADDRESS, 0).reinterpret(length * ADDRESS.byteSize());
      return IntStream.range(0, length).mapToObj(i -> pointers.getAtIndex(ADDRESS, i)).toList();
    }
  }

  private static String text(OrtApi api, Status function, MemorySegment of) {
    return OrtApi.text(
        api.result(out -> (MemorySegment) api.handle(function).invokeExact(of, out)));
  }
}
