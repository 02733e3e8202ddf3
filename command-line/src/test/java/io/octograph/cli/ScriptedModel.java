package io.octograph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.test.ScriptedServer;
import io.octograph.test.ScriptedServer.Reply;
import io.octograph.test.ScriptedServer.Request;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chat service that writes and judges routing rows by a script, well or as sloppily as real
 * models do. It reads the prompts as they come and knows of each of its queries where it belongs.
 */
final class ScriptedModel implements AutoCloseable {
  /** What is wrong with one answer to a request for rows. */
  enum Fault {
    NONE,
    FENCED,
    CHATTY,
    ARRAY,
    BROKEN,
    OTHER_NODE,
    REPEATED,
    LOST_NUMBER,
    OTHER_LANGUAGE,
    TOO_MANY_ROWS,
    /** The second opinion will differ. */
    OFF_TOPIC,
    EMPTY,
    BUSY,
    ERROR,
    CUT,
    SLOW,
    HTML,
    FORBIDDEN
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BLOCK = Pattern.compile("(?s)<<<MATERIAL\n(.*?)\nMATERIAL>>>");
  private static final String[] WORDS =
      ("anchor basket candle dragon engine feather garden hammer island jacket kettle ladder magnet"
              + " needle orchard pepper quarry ribbon saddle tunnel umbrella velvet walnut yarn zipper"
              + " bridge copper dolphin elbow falcon glacier harbour insect jungle kitchen lantern"
              + " meadow nutmeg otter puzzle rabbit silver thunder urchin violin window accordion"
              + " blanket cactus donkey eclipse fountain granite hollow igloo juniper kernel lobster"
              + " monsoon nectar oyster pigeon quiver raisin sponge turnip utensil vinegar whistle")
          .split(" ");

  final List<String> keys = new ArrayList<>();
  final AtomicInteger lists = new AtomicInteger();
  final AtomicInteger orders = new AtomicInteger();
  final AtomicInteger checks = new AtomicInteger();
  private final AtomicInteger rows = new AtomicInteger();
  private final Map<String, JsonNode> labels = new ConcurrentHashMap<>();
  private final List<Fault> faults;
  private final ScriptedServer server;
  private volatile Runnable atOrder = () -> {};

  /**
   * @param faults of the answers to requests for rows, in turn; none where none are given
   */
  ScriptedModel(Fault... faults) {
    this.faults = faults.length == 0 ? List.of(Fault.NONE) : List.of(faults);
    this.server = ScriptedServer.start(this::answer);
  }

  URI url() {
    return URI.create(server.url() + "/v1");
  }

  int requests() {
    return server.requests().size();
  }

  /** Runs something before each request for rows is answered. */
  void atOrder(Runnable what) {
    atOrder = what;
  }

  @Override
  public void close() {
    server.close();
  }

  private void answer(Request request, Reply reply) throws IOException {
    synchronized (keys) {
      keys.add(request.headers().getOrDefault("authorization", ""));
    }
    JsonNode asked = JSON.readTree(request.body());
    if (!asked.has("messages")) {
      return; // whoever asked was killed in the middle of it
    }
    if (asked.get("model").asText().equals("unknown")) {
      reply.json(404, "{\"error\":{\"message\":\"There is no model unknown.\"}}");
      return;
    }
    JsonNode messages = asked.get("messages");
    String user = messages.get(1).get("content").asText();
    List<List<JsonNode>> blocks = blocks(user);
    if (messages.get(0).get("content").asText().startsWith("You check")) {
      checks.incrementAndGet();
      say(reply, judge(blocks.get(1)));
    } else if (blocks.size() == 1) {
      lists.incrementAndGet();
      say(reply, "{\"subtopic\": \"knots\"}\n{\"subtopic\": \"sails\"}\n{\"subtopic\": \"rope\"}");
    } else {
      atOrder.run();
      Fault fault = faults.get(orders.getAndIncrement() % faults.size());
      boolean follows = user.contains("\"history\":");
      write(reply, blocks.get(1), new Kind(user.contains("Chinese (simplified)"), follows), fault);
    }
  }

  private static List<List<JsonNode>> blocks(String user) throws IOException {
    List<List<JsonNode>> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(user);
    while (block.find()) {
      List<JsonNode> values = new ArrayList<>();
      for (String line : block.group(1).split("\n")) {
        values.add(JSON.readTree(line));
      }
      blocks.add(values);
    }
    return blocks;
  }

  /** What kind of rows a prompt asks for. */
  private record Kind(boolean chinese, boolean follows) {}

  private void write(Reply reply, List<JsonNode> wishes, Kind kind, Fault fault)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (JsonNode wish : wishes) {
      lines.add(row(wish, kind, fault).toString());
    }
    String text = String.join("\n", lines);
    switch (fault) {
      case FENCED -> say(reply, "```json\n" + text + "\n```");
      case CHATTY ->
          say(reply, "<think>{\"query\": \"hm\"}</think>Sure! Here:\n" + text + "\nEnjoy {them}!");
      case ARRAY -> say(reply, "{\"rows\": [" + String.join(",\n", lines) + ",]}");
      case BROKEN -> say(reply, text.substring(0, text.length() - 20));
      case TOO_MANY_ROWS -> say(reply, text + "\n" + row(wishes.getFirst(), kind, fault));
      case EMPTY -> say(reply, "I am sorry, but I cannot help with that.");
      case BUSY -> reply.json(429, "{\"error\":{\"message\":\"slow down\"}}", "Retry-After: 0");
      case ERROR -> reply.json(500, "{\"error\":{\"message\":\"out of memory\"}}");
      case CUT ->
          reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{\"choices\": [{\"mess");
      case SLOW -> reply.awaitHangUp();
      case HTML -> reply.whole(200, "text/html", "<html>gateway</html>");
      case FORBIDDEN ->
          reply.json(401, "{\"error\":{\"message\":\"Wrong key: " + keys.getLast() + "\"}}");
      default -> say(reply, text);
    }
  }

  private ObjectNode row(JsonNode wish, Kind kind, Fault fault) {
    boolean chinese = kind.chinese() != (fault == Fault.OTHER_LANGUAGE);
    int number = fault == Fault.REPEATED ? 1 : rows.incrementAndGet();
    Random chance = new Random(number * 7919L);
    ObjectNode row = JSON.createObjectNode().put("n", wish.get("n").asInt());
    JsonNode nodes =
        wish.has("nodes") ? wish.get("nodes") : JSON.createArrayNode().add(wish.get("next"));
    List<String> parts = new ArrayList<>();
    nodes.forEach(node -> parts.add(words(chance, chinese)));
    String query = String.join(chinese ? "，" : ", and ", parts) + " " + number;
    boolean none = nodes.get(0).asText().equals("none");
    if (wish.has("answered so far")) {
      ArrayNode steps = row.putArray("steps");
      wish.get("answered so far")
          .forEach(
              step ->
                  steps
                      .addObject()
                      .put("node", step.asText())
                      .put("answer", words(chance, chinese)));
    }
    if (kind.follows()) {
      ArrayNode history = row.putArray("history");
      history.addObject().put("role", "user").put("content", words(chance, chinese));
      history.addObject().put("role", "assistant").put("content", words(chance, chinese));
    }
    row.put("query", query);
    if (nodes.size() > 1) {
      ArrayNode calls = row.putArray("calls");
      for (int i = 0; i < nodes.size(); i++) {
        String rewrite = rewrite(parts.get(i) + " " + number, chinese, fault);
        calls.addObject().put("node", nodes.get(i).asText()).put("rewrite", rewrite);
      }
    } else if (!none) {
      boolean finish = nodes.get(0).asText().equals("finish");
      row.put("rewrite", finish ? "" : rewrite(query, chinese, fault));
    }
    if (fault == Fault.OTHER_NODE) {
      row.put("node", "poetry_gpt");
    }
    JsonNode label = fault == Fault.OFF_TOPIC ? JSON.createArrayNode().add("poetry_gpt") : nodes;
    labels.put(query, label);
    return row;
  }

  private static String rewrite(String query, boolean chinese, Fault fault) {
    String kept = fault == Fault.LOST_NUMBER ? query.replaceAll("\\d+", "") : query;
    return chinese ? "请说明" + kept + "的要点。" : "Explain step by step: " + kept + ".";
  }

  private static String words(Random chance, boolean chinese) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      if (chinese) {
        words.appendCodePoint(0x4E00 + chance.nextInt(8_000));
      } else {
        words.append(i == 0 ? "" : " ").append(WORDS[chance.nextInt(WORDS.length)]);
      }
    }
    return words.toString();
  }

  private String judge(List<JsonNode> rows) {
    StringBuilder lines = new StringBuilder();
    for (JsonNode row : rows) {
      ObjectNode opinion = JSON.createObjectNode().put("n", row.get("n").asInt());
      opinion.set("nodes", labels.get(row.get("query").asText()));
      lines.append(opinion.put("rewrites", "good")).append('\n');
    }
    return lines.toString();
  }

  private static void say(Reply reply, String text) throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    answer
        .putArray("choices")
        .addObject()
        .put("finish_reason", "stop")
        .putObject("message")
        .put("content", text);
    answer.putObject("usage").put("prompt_tokens", 100).put("completion_tokens", 50);
    reply.json(200, answer.toString());
  }
}
