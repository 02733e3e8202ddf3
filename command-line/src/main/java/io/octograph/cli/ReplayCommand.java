package io.octograph.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./octograph replay …}. */
@Command(
    name = "replay",
    description = "Lists events that could not be delivered, or sends them again.")
final class ReplayCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST = 10_000;

  private final Context context;

  @Parameters(paramLabel = "ID", arity = "0..*", description = "The letters to send again.")
  private List<String> ids = List.of();

  @Option(names = "--list", description = "Lists the letters, the newest first.")
  private boolean list;

  @Option(names = "--all", description = "Sends all letters again, the oldest first.")
  private boolean all;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The router's event door; else the router on this machine.")
  private String url;

  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  ReplayCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if ((list ? 1 : 0) + (all ? 1 : 0) + (ids.isEmpty() ? 0 : 1) != 1) {
      throw new CommandFailed(
          CommandFailed.USAGE, "Give one of --list, --all, or the ids of letters.");
    }
    URI router = url == null ? Functions.address(context.routerPort(null)) : Router.address(url);
    try (HttpClient http = Http.client()) {
      if (list) {
        return list(letters(http, router));
      }
      return replay(http, router, all ? oldestFirst(letters(http, router)) : ids);
    } catch (IOException e) {
      throw new CommandFailed(
          CommandFailed.FAILED,
          "No router answers at %s. Give its event door with --url.".formatted(router));
    }
  }

  private int list(JsonNode letters) {
    Terminal terminal = context.terminal();
    for (JsonNode letter : letters) {
      String node = letter.path("node").asText();
      terminal
          .out()
          .println(
              "%s  %s  %s%s%n  %s"
                  .formatted(
                      safe(letter, "id"),
                      safe(letter, "time"),
                      safe(letter, "type"),
                      node.isEmpty() ? "" : "  " + Terminal.safe(node),
                      safe(letter, "reason")));
    }
    terminal.note(letters.isEmpty() ? "There are no dead letters." : letters.size() + " letters");
    return 0;
  }

  private int replay(HttpClient http, URI router, List<String> letters)
      throws IOException, InterruptedException {
    Terminal terminal = context.terminal();
    int failed = 0;
    for (String id : letters) {
      Answer answer = send(http, HttpRequest.newBuilder(letter(router, id)).POST(nobody()));
      if (answer.good()) {
        terminal.out().println(id + "  " + said(answer.json()));
      } else {
        failed++;
        terminal.note(id + "  " + answer.refusal());
      }
    }
    terminal.note("%d replayed, %d failed".formatted(letters.size() - failed, failed));
    return failed == 0 ? 0 : CommandFailed.FAILED;
  }

  private static String said(JsonNode replayed) {
    String walk = safe(replayed, "traversal");
    return switch (replayed.path("done").asText()) {
      case "asked_again" -> "asked again as walk " + walk;
      case "sent_again" -> "sent again" + (walk.isEmpty() ? "" : ", of walk " + walk);
      case "not_needed" -> "not needed: walk " + walk + " has its answer";
      default -> "done";
    };
  }

  private static JsonNode letters(HttpClient http, URI router)
      throws IOException, InterruptedException {
    URI address = at(router, "/v1/dead-letters?limit=" + MOST);
    Answer answer = send(http, HttpRequest.newBuilder(address));
    if (!answer.good()) {
      throw new CommandFailed(CommandFailed.FAILED, answer.refusal());
    }
    return answer.json().path("letters");
  }

  private static List<String> oldestFirst(JsonNode letters) {
    List<String> ids = new ArrayList<>();
    letters.forEach(letter -> ids.add(letter.path("id").asText()));
    return ids.reversed();
  }

  private record Answer(int status, JsonNode json) {
    boolean good() {
      return status == 200;
    }

    String refusal() {
      String message = json.path("error").path("message").asText();
      return message.isEmpty()
          ? "The router answered with status " + status + "."
          : Terminal.safe(message);
    }
  }

  private static Answer send(HttpClient http, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    var response = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
    try {
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (JsonProcessingException garbage) {
      return new Answer(502, JSON.createObjectNode());
    }
  }

  private static HttpRequest.BodyPublisher nobody() {
    return BodyPublishers.noBody();
  }

  private static URI letter(URI router, String id) {
    if (!id.matches("[A-Za-z0-9._~-]{1,200}")) {
      throw new CommandFailed(
          CommandFailed.USAGE,
          "\"%s\" is no letter's id; --list shows them.".formatted(Terminal.safe(id)));
    }
    return at(router, "/v1/dead-letters/" + id + "/replay");
  }

  private static URI at(URI router, String path) {
    return URI.create(router.toString().replaceFirst("/+$", "") + path);
  }

  private static String safe(JsonNode json, String field) {
    return Terminal.safe(json.path(field).asText());
  }
}
