package io.octograph.cli;

import java.io.IOException;
import java.net.http.HttpClient;
import picocli.CommandLine.Option;

/** Which router a command asks. */
final class RouterOptions {
  @Option(
      names = "--graph",
      paramLabel = "GRAPH",
      description = "A ready graph (mmlu, mmlu-nested, starter, agent) or a YAML file.")
  String graph;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The router to ask; else the one on this machine, or one just for this.")
  private String url;

  /** The router to ask; closing it ends one that was started just for this. */
  Router find(Context context, HttpClient http) throws IOException, InterruptedException {
    return Router.find(context, http, url, graph);
  }
}
