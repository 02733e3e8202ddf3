package io.octograph.evaluation.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the chaos run showed, beside the calm run of the same questions.
 *
 * @param findings by question
 * @param calmFailed questions that failed although nothing was broken: nothing can be said of them
 */
public record ChaosReport(
    List<Question> questions,
    Map<String, Finding> findings,
    List<String> calmFailed,
    Seen calm,
    Seen chaos) {

  public static ChaosReport of(List<Question> questions, Seen calm, Seen chaos) {
    var findings = new TreeMap<String, Finding>();
    var calmFailed = new ArrayList<String>();
    for (var question : questions) {
      findings.put(question.id(), Finding.of(calm.ends(question), chaos.ends(question)));
      if (calm.ends(question).stream().anyMatch(Ended::failed)) {
        calmFailed.add(question.id());
      }
    }
    return new ChaosReport(questions, findings, List.copyOf(calmFailed), calm, chaos);
  }

  /** True where every question ended in exactly one answer or failure, by the right nodes. */
  public boolean good() {
    return calmFailed.isEmpty() && findings.values().stream().noneMatch(Finding::breaksRule);
  }

  /** How many questions ended so. */
  public long count(Finding finding) {
    return findings.values().stream().filter(finding::equals).count();
  }

  /** The report for a reader at a terminal. */
  public String text() {
    var text = new StringBuilder();
    line(text, "questions", "%d  (%s)", questions.size(), shown(by(each -> each.kind().label())));
    line(text, "languages", "%s", shown(by(Question::language)));
    line(text, "walks, calm", "%s", shown(walks()));
    text.append('\n');
    for (var finding : Finding.values()) {
      var mark = finding.breaksRule() ? count(finding) == 0 ? "  must be 0" : "  MUST BE 0" : "";
      line(text, finding.label(), "%d%s", count(finding), mark);
    }
    failures().forEach((why, count) -> text.append("    %d × %s%n".formatted(count, why)));
    calmFailed.forEach(
        id -> text.append("  failed in the calm run already: ").append(id).append('\n'));
    text.append('\n');
    line(text, "kill -9", "%s", shown(chaos.kills()));
    line(text, "model", "%s", shown(chaos.model()));
    line(
        text,
        "its answers",
        "%d, of which %d were not needed; calm %d",
        chaos.modelAnswers(),
        chaos.idle(calm),
        calm.modelAnswers());
    line(text, "broker", "%s", shown(chaos.broker()));
    line(text, "ends again", "%d, the same each time", chaos.again());
    line(text, "calm", "%s in all; %s", Times.seconds(calm.took()), calm.times().text());
    line(text, "chaos", "%s in all; %s", Times.seconds(chaos.took()), chaos.times().text());
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "%-36s ", name))
        .append(String.format(Locale.ROOT, format, values))
        .append('\n');
  }

  private static String shown(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(each -> each.getKey() + " " + each.getValue())
        .collect(Collectors.joining(", "));
  }

  private Map<String, Long> by(Function<Question, String> key) {
    return questions.stream()
        .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
  }

  /** How the walks went in the calm run; one may be of several kinds. */
  private Map<String, Long> walks() {
    return questions.stream()
        .flatMap(question -> calm.ends(question).stream().limit(1))
        .filter(end -> !end.failed())
        .flatMap(end -> end.kinds().stream())
        .collect(Collectors.groupingBy(Question.Kind::label, TreeMap::new, Collectors.counting()));
  }

  /** Why questions failed, and parts of them; node names and times stand in the reasons. */
  private Map<String, Long> failures() {
    return questions.stream()
        .flatMap(question -> chaos.ends(question).stream().limit(1))
        .flatMap(
            end ->
                end.failed() ? List.of(end.reason()).stream() : end.failures().stream().distinct())
        .collect(Collectors.groupingBy(why -> why, TreeMap::new, Collectors.counting()));
  }

  /** The report for a script. */
  public ObjectNode json() {
    var json = new ObjectMapper().createObjectNode();
    json.put("good", good()).put("questions", questions.size());
    by(each -> each.kind().label()).forEach(json.putObject("kinds")::put);
    by(Question::language).forEach(json.putObject("languages")::put);
    walks().forEach(json.putObject("walks")::put);
    var counts = new EnumMap<Finding, Long>(Finding.class);
    List.of(Finding.values()).forEach(finding -> counts.put(finding, count(finding)));
    var found = json.putObject("findings");
    counts.forEach((finding, count) -> found.put(finding.name().toLowerCase(Locale.ROOT), count));
    failures().forEach(json.putObject("failures")::put);
    var broken = json.putArray("broken");
    findings.forEach(
        (id, finding) -> {
          if (finding.breaksRule()) {
            broken.addObject().put("question", id).put("finding", finding.label());
          }
        });
    calmFailed.forEach(json.putArray("calm_failed")::add);
    calm.into(json.putObject("calm"));
    chaos.into(json.putObject("chaos"));
    json.with("/chaos").put("answers_not_needed", chaos.idle(calm));
    return json;
  }
}
