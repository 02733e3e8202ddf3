package io.octograph.evaluation.mmlu;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.evaluation.Together;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Puts every question in every setting, a few questions at once. Per question it sends:
 *
 * <ol>
 *   <li>{@code POST /v1/route} with {@code {"query": question}}: which worker, and what text the
 *       graph would put there. Neither choices nor examples go to a master. With {@link
 *       Plan.Reads#CHOICES} a second one with {@code {"query": question with choices, "rewrite":
 *       false}} decides about the worker.
 *   <li>{@code POST /v1/chat/completions} with that worker as {@code model}, so that nothing is
 *       decided or rewritten again, and one user message, {@link Prompt}'s text: with the graph's
 *       text in the question's place (routed), with the question (as asked), to the worker of the
 *       question's field (oracle), to the general one (general). Each with {@code temperature: 0},
 *       {@code max_tokens} and the receipt. The node's own system prompt goes before it, as for any
 *       client that gives none.
 * </ol>
 *
 * Where the oracle's or the general node is a master, {@code POST /v1/route} with {@code {"query":
 * question, "node": that, "rewrite": false}} first names the worker. Requests that are the same in
 * two settings are sent once; each setting is charged for them.
 */
public final class MmluRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROUTE = "/v1/route";
  private static final String CHAT = "/v1/chat/completions";

  private final Asker asker;
  private final Plan plan;

  public MmluRun(HttpClient http, URI router, Journal journal, Plan plan, InstantSource clock) {
    this.asker = new Asker(http, router, journal, clock);
    this.plan = plan;
  }

  /**
   * @param done is told how many questions are done, after each; from several threads
   * @throws IOException where the router is away before anything is asked
   * @throws IllegalArgumentException where the graph lacks a node that is needed, or the examples a
   *     subject; nothing is asked then
   */
  public MmluReport run(List<Question> questions, IntConsumer done)
      throws IOException, InterruptedException {
    GraphView graph = asker.graph();
    questions.forEach(question -> graph.require(question.node()));
    String general = graph.general(plan.general());
    Map<String, List<Question>> shown = plan.shown(questions);
    List<Asked> all =
        Together.all(
            questions,
            plan.clients(),
            question -> new One(graph, question, shown.get(question.subject())).ask(general),
            done);
    return MmluReport.of(graph, general, plan, all);
  }

  /** One question. */
  private final class One {
    private final GraphView graph;
    private final Question question;
    private final List<Question> examples;

    One(GraphView graph, Question question, List<Question> examples) {
      this.graph = graph;
      this.question = question;
      this.examples = examples;
    }

    Asked ask(String general) throws InterruptedException {
      Map<Setting, Answer> answers = new EnumMap<>(Setting.class);
      Optional<Routing> routing = Optional.empty();
      try {
        Routing found = route();
        routing = Optional.of(found);
        answers.put(Setting.ROUTED, answer(found.node(), found.text(), found.path()));
        answers.put(Setting.AS_ASKED, answer(found.node(), question.text(), found.path()));
      } catch (IOException e) {
        answers.put(Setting.ROUTED, failed(e));
        answers.put(Setting.AS_ASKED, failed(e));
      }
      answers.put(Setting.ORACLE, pinned(question.node()));
      answers.put(Setting.GENERAL, pinned(general));
      return new Asked(question, routing, answers);
    }

    private Routing route() throws IOException, InterruptedException {
      Routing alone = route(query(question.text()));
      return switch (plan.reads()) {
        case QUESTION -> alone;
        case CHOICES ->
            route(query(Prompt.withChoices(question.text(), question)).put("rewrite", false))
                .with(alone, question);
      };
    }

    private Routing route(ObjectNode body) throws IOException, InterruptedException {
      return Routing.of(question, asker.post(graph, ROUTE, body).json());
    }

    private Answer pinned(String node) throws InterruptedException {
      if (!graph.master(node)) {
        return answer(node, question.text(), List.of());
      }
      try {
        Routing below = route(query(question.text()).put("node", node).put("rewrite", false));
        return answer(below.node(), question.text(), below.path());
      } catch (IOException e) {
        return failed(e);
      }
    }

    private Answer answer(String node, String text, List<String> path) throws InterruptedException {
      List<String> masters = path.stream().filter(graph::master).toList();
      try {
        Journal.Reply reply = asker.post(graph, CHAT, chat(node, text));
        return Answer.of(question, node, masters, plan.byLogprobs(), graph, reply);
      } catch (IOException e) {
        return failed(e);
      }
    }

    private ObjectNode chat(String node, String text) {
      ObjectNode body = JSON.createObjectNode().put("model", node);
      body.putArray("messages")
          .addObject()
          .put("role", "user")
          .put("content", Prompt.of(question, text, examples));
      body.put("temperature", 0).put("max_tokens", plan.maxTokens());
      if (plan.byLogprobs()) {
        body.put("logprobs", true).put("top_logprobs", Logprobs.TOP);
      }
      body.putObject("octograph").put("receipt", true);
      return body;
    }
  }

  private static ObjectNode query(String text) {
    return JSON.createObjectNode().put("query", text);
  }

  private static Answer failed(IOException e) {
    return Answer.failed(Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()));
  }
}
