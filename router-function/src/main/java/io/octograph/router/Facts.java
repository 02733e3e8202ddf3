package io.octograph.router;

import io.octograph.traversal.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of a walk before the first byte of its answer, for the headers. One thread writes
 * it, others read it afterwards.
 */
final class Facts {
  private final RoutedRequest request;
  private final Set<String> path = new LinkedHashSet<>();
  private final List<Call> calls = new ArrayList<>();
  private boolean single;

  Facts(RoutedRequest request) {
    this.request = request;
  }

  void entered(String node) {
    path.add(node);
  }

  /** A call that alone is the answer stands for itself, whatever failed before it. */
  void called(Call call, boolean last) {
    path.add(call.node());
    if (last) {
      calls.clear();
    }
    calls.add(call);
    single = last;
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Whose name the answer bears: the node's where one alone answers, else the graph's. */
  String model() {
    return single ? calls.getLast().node() : request.graph().name();
  }

  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-octograph-graph", ascii(request.graph().name()));
    headers.put("x-octograph-version", Integer.toString(request.graph().version()));
    headers.put("x-octograph-path", joined(List.copyOf(path)));
    if (!calls.isEmpty()) {
      headers.put("x-octograph-node", joined(calls.stream().map(Call::node).toList()));
      headers.put("x-octograph-token", joined(calls.stream().map(Call::token).toList()));
      headers.put(
          "x-octograph-probability",
          calls.stream()
              .map(call -> String.format(Locale.ROOT, "%.4f", call.probability()))
              .collect(Collectors.joining(",")));
    }
    return headers;
  }

  private static String joined(List<String> values) {
    return values.stream().map(Facts::ascii).collect(Collectors.joining(","));
  }

  /** Headers are ASCII; what is not is percent-encoded. */
  private static String ascii(String text) {
    StringBuilder ascii = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean plain = c > ' ' && c < 0x7F && c != ',' && c != '%';
              ascii.append(
                  plain
                      ? Character.toString(c)
                      : URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8)
                          .replace("+", "%20"));
            });
    return ascii.toString();
  }
}
