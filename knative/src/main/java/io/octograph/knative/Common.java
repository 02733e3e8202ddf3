package io.octograph.knative;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is the same for every graph: kustomize folders that are written by hand. */
final class Common {
  /** Named one by one, so that nothing has to search the class path. */
  static final List<String> PATHS =
      List.of(
          "base/kustomization.yaml",
          "base/namespace.yaml",
          "base/network-policies.yaml",
          "base/service-accounts.yaml",
          "components/gpu/README.md",
          "components/gpu/config-features.yaml",
          "components/gpu/kustomization.yaml",
          "components/kafka-broker/README.md",
          "components/kafka-broker/kustomization.yaml",
          "components/lorax/README.md",
          "components/lorax/kustomization.yaml",
          "components/lorax/lorax.yaml",
          "components/redis/README.md",
          "components/redis/kustomization.yaml",
          "components/redis/redis.yaml",
          "components/vllm/README.md",
          "components/vllm/kustomization.yaml",
          "components/vllm/vllm.yaml",
          "components/zero-start/README.md",
          "components/zero-start/config-autoscaler.yaml",
          "components/zero-start/kustomization.yaml",
          "overlays/local/README.md",
          "overlays/local/kustomization.yaml",
          "overlays/prod/README.md",
          "overlays/prod/disruption.yaml",
          "overlays/prod/kustomization.yaml",
          "overlays/prod/network-policies.yaml");

  private Common() {}

  /** Text by path. */
  static Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    for (String path : PATHS) {
      try (InputStream file = Common.class.getResourceAsStream("/kustomize/" + path)) {
        files.put(path, new String(file.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException("The file " + path + " of the jar cannot be read.", e);
      }
    }
    return files;
  }
}
