package io.octograph.knative;

import static io.octograph.knative.Manifest.map;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The template of a function's Service.
 *
 * @param role what the container is called, and {@code octograph.io/role}
 * @param image without a tag of its own: kustomize sets it
 * @param graphMap name of the ConfigMap with {@code graph.yaml}
 */
record Pod(
    String role,
    String image,
    int port,
    String account,
    String graphMap,
    Resources resources,
    long timeoutSeconds) {
  static final String SERVING = "serving.knative.dev/v1";

  /** Knative's {@code max-revision-timeout-seconds}, unless an operator raises it. */
  static final long LONGEST = 600;

  /** Where a new instance has to be started first, the request waits for it. */
  static final long START_SECONDS = 30;

  static Pod router(Names names, String role, long timeoutSeconds) {
    return new Pod(
        role,
        "ghcr.io/octograph/router",
        8080,
        "octograph-router",
        names.graphFile(),
        Resources.MODEL,
        timeoutSeconds);
  }

  /** Seconds that Knative gives a request: the time of the work, and that of a start before it. */
  static long seconds(Duration work) {
    return Math.min(LONGEST, work.plusMillis(999).toSeconds() + START_SECONDS);
  }

  /**
   * @param env beyond what every function has
   */
  Map<String, Object> template(
      Map<String, Object> annotations, Map<String, Object> labels, List<Object> env) {
    return map(
        "metadata", map("annotations", annotations, "labels", labels),
        "spec",
            map(
                "serviceAccountName",
                account,
                // no function speaks to the Kubernetes API
                "automountServiceAccountToken",
                false,
                // no hard limit: the functions refuse by themselves what they cannot take
                "containerConcurrency",
                0,
                "timeoutSeconds",
                timeoutSeconds,
                // a streamed answer has the same time for its first byte as for the whole
                "responseStartTimeoutSeconds",
                timeoutSeconds,
                "containers",
                List.of(container(env)),
                "volumes",
                List.of(
                    map("name", "graph", "configMap", map("name", graphMap)),
                    map("name", "tmp", "emptyDir", map("sizeLimit", "512Mi")))));
  }

  private Map<String, Object> container(List<Object> env) {
    List<Object> all = new ArrayList<>();
    all.add(value("OCTOGRAPH_GRAPH", "/etc/octograph/graph.yaml"));
    all.add(value("QUARKUS_HTTP_HOST", "0.0.0.0"));
    // where the tokenizer unpacks its library: the root file system is read-only
    all.add(value("DJL_CACHE_DIR", "/tmp/djl"));
    all.add(secret("OCTOGRAPH_REDIS_URL", "octograph-redis", "url", false));
    all.addAll(env);
    return map(
        "name", role,
        "image", image,
        "ports", List.of(map("name", "http1", "containerPort", port)),
        "env", all,
        "resources", resources.spec(),
        "startupProbe", probe("started", "periodSeconds", 1, "failureThreshold", 120),
        // without a period Knative looks many times a second until the instance is ready
        "readinessProbe", probe("ready"),
        "livenessProbe", probe("live", "periodSeconds", 10, "failureThreshold", 3),
        "securityContext",
            map(
                "allowPrivilegeEscalation", false,
                "capabilities", map("drop", List.of("ALL")),
                "readOnlyRootFilesystem", true,
                "runAsNonRoot", true,
                "seccompProfile", map("type", "RuntimeDefault")),
        "volumeMounts",
            List.of(
                map("name", "graph", "mountPath", "/etc/octograph", "readOnly", true),
                map("name", "tmp", "mountPath", "/tmp")));
  }

  private static Map<String, Object> probe(String check, Object... more) {
    Map<String, Object> probe = map("httpGet", map("path", "/q/health/" + check));
    probe.putAll(map(more));
    return probe;
  }

  static Map<String, Object> value(String name, String value) {
    return map("name", name, "value", value);
  }

  static Map<String, Object> secret(String name, String secret, String key, boolean optional) {
    return reference("secretKeyRef", name, secret, key, optional);
  }

  private static Map<String, Object> reference(
      String kind, String name, String object, String key, boolean optional) {
    return map(
        "name",
        name,
        "valueFrom",
        map(kind, map("name", object, "key", key, "optional", optional ? true : null)));
  }

  /** The variables of a graph's file, from its Secret and its settings. */
  static List<Object> env(Names names, List<Variable> variables) {
    List<Object> env = new ArrayList<>();
    for (Variable variable : variables) {
      env.add(
          reference(
              variable.secret() ? "secretKeyRef" : "configMapKeyRef",
              variable.name(),
              variable.secret() ? names.secrets() : names.settings(),
              variable.name(),
              variable.optional()));
    }
    return env;
  }
}
