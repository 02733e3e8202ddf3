package io.octograph.cli;

import io.octograph.cli.http.ChatClient;
import io.octograph.cli.http.RouterFailed;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./octograph ask "…"}. */
@Command(name = "ask", description = "Asks one question and shows which node answers it, and why.")
final class AskCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "QUESTION",
      arity = "0..*",
      description = "The question; - reads it from standard input.")
  private List<String> words = List.of();

  @Option(names = "--json", description = "Prints one JSON object and nothing else.")
  private boolean json;

  @Mixin private RouterOptions asked;

  @Option(names = "--node", paramLabel = "NODE", description = "Sends it to this node, unrouted.")
  private String node;

  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  AskCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    String question = question();
    Terminal terminal = context.terminal();
    try (HttpClient http = Http.client();
        Router router = asked.find(context, http)) {
      terminal.progress("Deciding …");
      ChatClient client = new ChatClient(http, router.url());
      if (json) {
        AnswerJson answer = new AnswerJson();
        client.ask(model(router), question, answer);
        terminal.clear();
        terminal.out().println(answer.text());
      } else {
        AnswerText answer = new AnswerText(terminal, InstantSource.system());
        client.ask(model(router), question, answer);
        answer.end();
      }
      return 0;
    } catch (RouterFailed e) {
      throw new CommandFailed(CommandFailed.FAILED, e.getMessage());
    } catch (ConnectException e) {
      throw new CommandFailed(
          CommandFailed.FAILED, "The router went away. Its log is in " + context.logs() + ".");
    }
  }

  /** What the OpenAI field {@code model} says: a pinned node, a graph, or what runs there. */
  private String model(Router router) {
    if (node != null) {
      return node;
    }
    boolean named = asked.graph != null && !Context.isFile(asked.graph) && router.found();
    return named ? asked.graph : "octograph";
  }

  private String question() throws IOException {
    String question = String.join(" ", words);
    if (question.equals("-")) {
      question = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (question.isBlank()) {
      throw new CommandFailed(
          CommandFailed.USAGE, "The question is empty; write one: ./octograph ask \"What is …?\"");
    }
    return question;
  }
}
