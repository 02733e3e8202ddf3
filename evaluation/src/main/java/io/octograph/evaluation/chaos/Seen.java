package io.octograph.evaluation.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What was seen of one run, calm or chaos.
 *
 * @param ends by question, all that came, doubled deliveries included, the first first
 * @param times from posting a question to its first end
 * @param took the whole run
 * @param broker the broker's own totals
 * @param model what the scripted model did, by fault
 * @param answered how often the model answered, by what it was asked
 * @param kills by process
 */
public record Seen(
    Map<String, List<Ended>> ends,
    Times times,
    Duration took,
    Map<String, Long> broker,
    Map<String, Long> model,
    Map<String, Long> answered,
    Map<String, Long> kills) {

  /** What came of a question. */
  List<Ended> ends(Question question) {
    return ends.getOrDefault(question.id(), List.of());
  }

  /** Ends that came again, the same. */
  long again() {
    return ends.values().stream().mapToLong(all -> all.size() - 1L).sum();
  }

  /** Answers of the model that the calm run did not need. */
  long idle(Seen calm) {
    return answered.entrySet().stream()
        .mapToLong(each -> each.getValue() - calm.answered.getOrDefault(each.getKey(), 0L))
        .filter(more -> more > 0)
        .sum();
  }

  long modelAnswers() {
    return answered.values().stream().mapToLong(Long::longValue).sum();
  }

  void into(ObjectNode json) {
    json.put("took_ms", took.toMillis());
    times.into(json.putObject("times"));
    json.put("ends_again", again()).put("model_answers", modelAnswers());
    put(json.putObject("broker"), broker);
    put(json.putObject("model"), model);
    put(json.putObject("kills"), kills);
  }

  private static void put(ObjectNode json, Map<String, Long> counts) {
    counts.forEach(json::put);
  }
}
