package io.octograph.evaluation.mmlu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.evaluation.metric.Score;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the experiment found.
 *
 * @param general the node of {@link Setting#GENERAL}
 * @param guess the share that a blind guess has right, 0.25 with four choices
 * @param errors each message with its count, over all settings
 */
public record MmluReport(
    GraphView graph,
    String general,
    Plan plan,
    List<Asked> asked,
    double guess,
    Map<Setting, Column> columns,
    Decisions decisions,
    Map<String, Long> errors) {

  /**
   * One setting.
   *
   * @param meanOfSubjects the mean of the subjects' accuracies, 0 to 1
   * @param byGroup by MMLU's four groups, those that were asked
   * @param againstGeneral on the same questions; empty for the general node itself
   * @param tallies what there is to know about the letters
   * @param usage of all answers together
   * @param active parameters that worked on a question, on average; empty where unknown
   */
  public record Column(
      Score all,
      double meanOfSubjects,
      Map<String, Score> byGroup,
      Optional<Paired> againstGeneral,
      Tallies tallies,
      Answer.Usage usage,
      OptionalDouble active) {}

  /**
   * @param unread answers that name no choice; they count as wrong
   * @param cut answers that reached the most tokens
   * @param byLogprobs letters taken by logprobs
   * @param instead answered by a fallback of the node
   * @param failed no answer; they count as wrong
   */
  public record Tallies(int unread, int cut, int byLogprobs, int instead, int failed) {}

  /**
   * The masters' work.
   *
   * @param right decisions for the node of the question's field; a question without one is wrong
   * @param byNode by that node
   * @param rewritten questions that were rewritten on their way
   * @param several questions that the graph took for several
   * @param effort times and tokens of all decisions together
   */
  public record Decisions(
      Score right, Map<String, Score> byNode, int rewritten, int several, Routing.Effort effort) {}

  static MmluReport of(GraphView graph, String general, Plan plan, List<Asked> asked) {
    Map<Setting, Column> columns = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      columns.put(setting, column(asked, setting));
    }
    Map<String, Long> errors =
        asked.stream()
            .flatMap(each -> each.answers().values().stream())
            .flatMap(answer -> answer.error().stream())
            .collect(Collectors.groupingBy(e -> e, TreeMap::new, Collectors.counting()));
    double guess =
        asked.stream()
            .mapToDouble(each -> 1.0 / each.question().choices().size())
            .average()
            .orElse(0);
    return new MmluReport(graph, general, plan, asked, guess, columns, decisions(asked), errors);
  }

  private static Column column(List<Asked> asked, Setting setting) {
    List<Answer> answers = asked.stream().map(each -> each.answers().get(setting)).toList();
    Map<String, Score> bySubject = scores(asked, each -> each.question().subject(), setting);
    Map<String, Score> byGroup = new LinkedHashMap<>();
    Map<String, Score> found = scores(asked, each -> Groups.of(each.question()), setting);
    Groups.NAMES.stream()
        .filter(found::containsKey)
        .forEach(group -> byGroup.put(group, found.get(group)));
    return new Column(
        Score.of(asked, each -> each.right(setting)),
        bySubject.values().stream().mapToDouble(Score::accuracy).average().orElse(0),
        byGroup,
        setting == Setting.GENERAL
            ? Optional.empty()
            : Optional.of(
                Paired.of(asked, each -> each.right(setting), each -> each.right(Setting.GENERAL))),
        new Tallies(
            Score.of(answers, Answer::unread).right(),
            Score.of(answers, Answer::cut).right(),
            Score.of(answers, Answer::byLogprobs).right(),
            Score.of(answers, Answer::instead).right(),
            Score.of(answers, answer -> answer.error().isPresent()).right()),
        answers.stream().map(Answer::usage).reduce(Answer.Usage.NONE, Answer.Usage::plus),
        active(answers));
  }

  private static Map<String, Score> scores(
      List<Asked> asked, Function<Asked, String> key, Setting setting) {
    return scores(asked, key, each -> each.right(setting), LinkedHashMap::new);
  }

  private static Map<String, Score> scores(
      List<Asked> asked,
      Function<Asked, String> key,
      Predicate<Asked> right,
      Supplier<Map<String, Score>> into) {
    return asked.stream()
        .collect(
            Collectors.groupingBy(
                key,
                into,
                Collectors.collectingAndThen(
                    Collectors.toList(), group -> Score.of(group, right))));
  }

  private static OptionalDouble active(List<Answer> answers) {
    List<OptionalLong> known =
        answers.stream().filter(answer -> answer.error().isEmpty()).map(Answer::active).toList();
    return known.stream().allMatch(OptionalLong::isPresent)
        ? known.stream().mapToLong(OptionalLong::getAsLong).average()
        : OptionalDouble.empty();
  }

  private static Decisions decisions(List<Asked> asked) {
    List<Routing> routings = asked.stream().flatMap(each -> each.routing().stream()).toList();
    Predicate<Asked> right =
        each -> each.routing().filter(found -> found.right(each.question())).isPresent();
    return new Decisions(
        Score.of(asked, right),
        scores(asked, each -> each.question().node(), right, TreeMap::new),
        Score.of(routings, Routing::rewritten).right(),
        Score.of(routings, Routing::several).right(),
        routings.stream()
            .map(Routing::master)
            .reduce(new Routing.Effort(0, 0, 0, 0), Routing.Effort::plus));
  }

  /** Nothing was answered in any setting. */
  public boolean failed() {
    return Arrays.stream(Setting.values())
        .allMatch(setting -> columns.get(setting).tallies().failed() == asked.size());
  }

  /** The report for a reader at a terminal. */
  public String text() {
    return new MmluText(this).toString();
  }

  /** The report for a script, with the letters of every question and without its text. */
  public ObjectNode json() {
    return MmluJson.of(this);
  }
}
