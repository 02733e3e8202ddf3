package io.octograph.knative;

import io.octograph.graph.Metric;
import io.octograph.graph.Scale;
import java.util.LinkedHashMap;
import java.util.Map;

/** Annotations of Knative's autoscalers; they work on a template, on a Service they do nothing. */
final class Scaling {
  private static final String PREFIX = "autoscaling.knative.dev/";

  private Scaling() {}

  static Map<String, Object> of(Scale scale) {
    return switch (scale.metric()) {
      case CONCURRENCY -> annotations("kpa", "concurrency", scale);
      case RPS -> annotations("kpa", "rps", scale);
      case MEMORY -> {
        Map<String, Object> annotations = annotations("hpa", "memory", scale);
        annotations.put(PREFIX + "window", "120s");
        yield annotations;
      }
    };
  }

  /** Of a function that is no node of the graph. */
  static Map<String, Object> concurrency(int min, int max, int target) {
    return of(new Scale(min, max, target, Metric.CONCURRENCY));
  }

  private static Map<String, Object> annotations(String scaler, String metric, Scale scale) {
    Map<String, Object> annotations = new LinkedHashMap<>();
    annotations.put(PREFIX + "class", scaler + ".autoscaling.knative.dev");
    annotations.put(PREFIX + "metric", metric);
    annotations.put(PREFIX + "target", String.valueOf(scale.target()));
    annotations.put(PREFIX + "min-scale", String.valueOf(scale.min()));
    annotations.put(PREFIX + "max-scale", String.valueOf(scale.max()));
    return annotations;
  }

  /** Why a node is scaled as it is, for its manifest. */
  static String reason(Scale scale) {
    return switch (scale.metric()) {
      case CONCURRENCY ->
          """
          Scaled by requests in flight (KPA): a request is counted as long as its model writes, so it
          measures what a language model is busy with, and it can wake the node from zero. Knative
          adds an instance at 70 % of the target.""";
      case RPS ->
          """
          Scaled by requests a second (KPA), as the graph asks: right where all answers take about the
          same time. It can wake the node from zero.""";
      case MEMORY ->
          """
          Scaled by memory (HPA), as the paper proposes and the graph asks. Memory is measured in a
          running instance, so at least one stays (min-scale 1): a node at zero uses none and nothing
          would wake it. A process seldom gives memory back, so this scales up more than down; the
          target is MiB an instance. It needs Knative's serving-hpa and the metrics server.""";
    };
  }
}
