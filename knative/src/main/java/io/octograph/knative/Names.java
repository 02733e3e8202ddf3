package io.octograph.knative;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The names of a graph's objects in its namespace. All are DNS labels of at most 63 characters, and
 * those of two graphs or two nodes are never equal: a graph's name has no two hyphens in a row, nor
 * has a node's, so {@code --} between them can be read in one way only. That a worker's name ends
 * with the node's as a whole lets the router build its address from a template.
 *
 * @param graph the graph's name
 */
record Names(String graph) {
  /** Leaves 42 of 63 characters for two hyphens and the longest name of a node. */
  private static final int LONGEST = 20;

  private static final int HASH = 6;

  /** What the names of a graph's objects begin with. */
  String prefix() {
    String label = label(graph);
    return label.length() <= LONGEST
        ? label
        : label.substring(0, LONGEST - HASH - 1).replaceFirst("-$", "") + "-" + hash(graph);
  }

  String of(String part) {
    return prefix() + "-" + part;
  }

  /** Service, Trigger and ConfigMap of a worker. */
  String worker(String node) {
    return prefix() + "--" + label(node);
  }

  /**
   * The address of a worker's Service, for the router to fill in the node. The second part is the
   * namespace; the overlays put theirs there.
   */
  String workerUrl() {
    return "http://" + prefix() + "--{node}.octograph.svc.cluster.local";
  }

  String broker() {
    return prefix();
  }

  String router() {
    return of("router");
  }

  String routerEvents() {
    return of("router-events");
  }

  String deadLetter() {
    return of("dead-letter");
  }

  String graphFile() {
    return of("graph");
  }

  String settings() {
    return of("settings");
  }

  String secrets() {
    return of("secrets");
  }

  private static String label(String name) {
    return name.replace('_', '-');
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH);
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException("Every Java platform has SHA-256.", never);
    }
  }
}
