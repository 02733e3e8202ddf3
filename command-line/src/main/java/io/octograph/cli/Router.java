package io.octograph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.cli.http.Readiness;
import io.octograph.cli.process.Ports;
import io.octograph.cli.process.Supervisor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;

/**
 * A router to speak to: one that runs already, or one of our own on free ports that ends with the
 * command.
 */
final class Router implements AutoCloseable {
  private final URI url;
  private final Optional<Supervisor> own;

  private Router(URI url, Optional<Supervisor> own) {
    this.url = url;
    this.own = own;
  }

  /**
   * Finds or starts one.
   *
   * @param url where it must be, or null to look on this machine and else start one
   * @param graph the graph it must serve, or null for whatever the running one serves
   */
  static Router find(Context context, HttpClient http, String url, String graph)
      throws IOException, InterruptedException {
    Readiness readiness = new Readiness(http);
    if (url != null) {
      URI address = address(url);
      if (!readiness.ready(Readiness.of(address))) {
        throw new CommandFailed(
            CommandFailed.FAILED,
            "No Octograph is ready at "
                + url
                + ". Start one with ./octograph up, or leave --url out.");
      }
      return new Router(address, Optional.empty());
    }
    URI usual = Functions.address(context.routerPort(null));
    if (readiness.ready(Readiness.of(usual)) && (graph == null || serves(http, usual, graph))) {
      return new Router(usual, Optional.empty());
    }
    List<Integer> ports = Ports.pick(2);
    Functions functions =
        new Functions(
            context,
            context.graph(graph),
            ports.getFirst(),
            ports.getLast(),
            context.logs().resolve("ask"));
    return new Router(functions.router(), Optional.of(functions.start(readiness)));
  }

  URI url() {
    return url;
  }

  /** It was there before this command. */
  boolean found() {
    return own.isEmpty();
  }

  static URI address(String url) {
    if (!url.matches("https?://[^/]+.*")) {
      throw new CommandFailed(
          CommandFailed.USAGE,
          "--url is " + url + "; give an address such as http://localhost:8080.");
    }
    return URI.create(url);
  }

  private static boolean serves(HttpClient http, URI router, String graph)
      throws IOException, InterruptedException {
    if (Context.isFile(graph)) {
      return false;
    }
    var request = HttpRequest.newBuilder(URI.create(router + "/v1/models")).build();
    JsonNode models =
        new ObjectMapper().readTree(http.send(request, BodyHandlers.ofString()).body());
    return models.path("data").findValuesAsText("id").contains(graph);
  }

  @Override
  public void close() {
    own.ifPresent(Supervisor::close);
  }
}
