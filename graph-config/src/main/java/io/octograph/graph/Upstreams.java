package io.octograph.graph;

import java.util.List;

/**
 * On OpenAI-compatible servers (vLLM, LoRAX, …).
 *
 * @param list at least one; balanced by weight
 */
public record Upstreams(List<Endpoint> list) implements Endpoints {
  public Upstreams {
    list = List.copyOf(list);
    if (list.isEmpty()) {
      throw new IllegalArgumentException(
          "The list of endpoints is empty. Give at least one, or use Embedded.");
    }
  }
}
