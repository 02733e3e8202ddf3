package io.octograph.evaluation.mmlu;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.evaluation.metric.Score;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Writes a report as JSON. */
final class MmluJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MmluJson() {}

  static ObjectNode of(MmluReport report) {
    ObjectNode json = JSON.createObjectNode();
    json.put("graph", report.graph().name())
        .put("version", report.graph().version())
        .put("n", report.asked().size())
        .put("shots", report.plan().shots())
        .put("masters_read", report.plan().reads().name().toLowerCase(Locale.ROOT))
        .put("max_tokens", report.plan().maxTokens())
        .put("by_logprobs", report.plan().byLogprobs())
        .put("general", report.general())
        .put("guess", report.guess());
    OptionalLong parameters = report.graph().parameters();
    json.put("parameters", parameters.isPresent() ? parameters.getAsLong() : null);
    ObjectNode settings = json.putObject("settings");
    report
        .columns()
        .forEach((setting, column) -> column(settings.putObject(setting.key()), column));
    decisions(json.putObject("routing"), report.decisions());
    ObjectNode errors = json.putObject("errors");
    report.errors().forEach(errors::put);
    ArrayNode questions = json.putArray("questions");
    report.asked().forEach(asked -> question(questions.addObject(), asked));
    return json;
  }

  private static void column(ObjectNode json, MmluReport.Column column) {
    json.setAll(score(column.all()));
    json.put("mean_of_subjects", column.meanOfSubjects());
    scores(json.putObject("by_group"), column.byGroup());
    column
        .againstGeneral()
        .ifPresent(
            paired ->
                json.putObject("against_general")
                    .put("difference", paired.difference())
                    .put("low", paired.low())
                    .put("high", paired.high())
                    .put("better", paired.better())
                    .put("worse", paired.worse())
                    .put("p", paired.p()));
    json.put("unread", column.tallies().unread())
        .put("cut", column.tallies().cut())
        .put("by_logprobs", column.tallies().byLogprobs())
        .put("by_fallback", column.tallies().instead())
        .put("failed", column.tallies().failed())
        .put("tokens_in", column.usage().tokensIn())
        .put("tokens_out", column.usage().tokensOut())
        .put("cost", column.usage().cost())
        .put("total_ms", column.usage().millis());
    OptionalDouble active = column.active();
    json.put("active_parameters", active.isPresent() ? active.getAsDouble() : null);
  }

  private static void decisions(ObjectNode json, MmluReport.Decisions decisions) {
    json.setAll(score(decisions.right()));
    json.put("rewritten", decisions.rewritten())
        .put("several", decisions.several())
        .put("first_token_ms", decisions.effort().firstTokenMillis())
        .put("total_ms", decisions.effort().totalMillis())
        .put("prompt_tokens", decisions.effort().promptTokens())
        .put("rewrite_tokens", decisions.effort().rewriteTokens());
    scores(json.putObject("by_node"), decisions.byNode());
  }

  private static void question(ObjectNode json, Asked asked) {
    json.put("subject", asked.question().subject())
        .put("node", asked.question().node())
        .put("answer", String.valueOf(asked.question().answer()));
    asked
        .routing()
        .ifPresent(
            routing -> json.put("routed_to", routing.node()).put("rewritten", routing.rewritten()));
    ObjectNode letters = json.putObject("letters");
    asked
        .answers()
        .forEach(
            (setting, answer) ->
                letters.put(setting.key(), answer.letter().map(String::valueOf).orElse(null)));
  }

  private static void scores(ObjectNode json, Map<String, Score> scores) {
    scores.forEach((name, score) -> json.set(name, score(score)));
  }

  private static ObjectNode score(Score score) {
    return JSON.valueToTree(score);
  }
}
