package io.octograph.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.data.Checked.Refused;
import io.octograph.data.Checked.Sound;
import io.octograph.data.Order.Subtopic;
import io.octograph.data.Order.Wish;
import io.octograph.traversal.RewriteGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes a row of an object that a model wrote, or says why not. Rewrites pass the guard that the
 * walk puts its own rewrites through: a master must not learn what would be refused in use.
 */
final class RowChecker {
  static final int LONGEST_QUERY = 1_200;
  private static final int LONGEST_TURN = 1_000;
  private static final int MOST_TURNS = 6;

  /** Words of a rewrite, and characters where words have no spaces between them. */
  private static final int FEWEST_WORDS = 5;

  private static final int MOST_WORDS = 60;
  private static final int FEWEST_SIGNS = 8;
  private static final int MOST_SIGNS = 120;

  /** Negatives are short of letters by nature; from this many on their script can be told. */
  private static final int ENOUGH_LETTERS = 12;

  private static final Pattern UNFIT =
      Pattern.compile("[\\p{Cc}&&[^\\n]]|[\\uFFFD\\p{Co}\\p{Cn}]|<\\|[^<>|\\s]{1,40}\\|>");

  private static final Pattern NOTHING = Pattern.compile("[.…\\s]*|<[a-z ]+>|\\[[a-z ]+]");

  private final Set<String> nodes;

  /**
   * @param nodes all that a master can choose
   */
  RowChecker(Set<String> nodes) {
    this.nodes = Set.copyOf(nodes);
  }

  /** Checks an object against the wish that it answers. */
  Checked check(JsonNode object, Slot slot, Wish wish) {
    String query = object.path("query").asText("").strip();
    Form form = slot.form();
    if (form != Form.NONE && NOTHING.matcher(query).matches() || query.isEmpty()) {
      return new Refused(Reason.NO_QUERY, "");
    }
    if (length(query) > LONGEST_QUERY) {
      return new Refused(Reason.LENGTH, "a query of %d characters".formatted(length(query)));
    }
    Checked checked =
        switch (form) {
          case SINGLE ->
              node(object, wish)
                  .orElseGet(
                      () ->
                          new Sound(
                              new Row.Single(
                                  query,
                                  wish.nodes().getFirst(),
                                  wish.about().flatMap(Subtopic::topic),
                                  rewrite(object),
                                  slot.lang(),
                                  wish.style())));
          case COMPOUND -> compound(object, query, slot, wish);
          case FOLLOW_UP -> followUp(object, query, slot, wish);
          case CONTINUATION -> continuation(object, query, slot, wish);
          case NONE -> new Sound(new Row.Negative(query, slot.lang(), wish.style()));
        };
    return checked instanceof Sound(Row row) ? text(row).orElse(checked) : checked;
  }

  private Checked compound(JsonNode object, String query, Slot slot, Wish wish) {
    List<Row.Call> calls = new ArrayList<>();
    for (JsonNode call : object.path("calls")) {
      calls.add(new Row.Call(call.path("node").asText(""), rewrite(call)));
    }
    List<String> named = calls.stream().map(Row.Call::node).toList();
    if (calls.size() < 2) {
      return new Refused(Reason.TURNS, "%d calls".formatted(calls.size()));
    }
    return other(named, wish.nodes())
        .orElseGet(() -> new Sound(new Row.Compound(query, calls, slot.lang())));
  }

  private Checked followUp(JsonNode object, String query, Slot slot, Wish wish) {
    List<Row.Turn> history = new ArrayList<>();
    for (JsonNode turn : object.path("history")) {
      String content = turn.path("content").asText("").strip();
      String role = history.size() % 2 == 0 ? "user" : "assistant";
      if (content.isEmpty() || !turn.path("role").asText("").equals(role)) {
        return new Refused(Reason.TURNS, "turn %d is no %s's".formatted(history.size() + 1, role));
      }
      if (length(content) > LONGEST_TURN) {
        return new Refused(Reason.LENGTH, "a turn of %d characters".formatted(length(content)));
      }
      history.add(new Row.Turn(role, content));
    }
    if (history.isEmpty() || history.size() > MOST_TURNS || history.size() % 2 == 1) {
      return new Refused(Reason.TURNS, "%d turns".formatted(history.size()));
    }
    return node(object, wish)
        .orElseGet(
            () ->
                new Sound(
                    new Row.FollowUp(
                        history,
                        query,
                        wish.nodes().getFirst(),
                        wish.about().flatMap(Subtopic::topic),
                        rewrite(object),
                        slot.lang())));
  }

  private Checked continuation(JsonNode object, String query, Slot slot, Wish wish) {
    List<Row.Step> steps = new ArrayList<>();
    for (JsonNode step : object.path("steps")) {
      String answer = step.path("answer").asText("").strip();
      if (answer.isEmpty() || length(answer) > LONGEST_TURN) {
        return new Refused(Reason.LENGTH, "an answer of %d characters".formatted(length(answer)));
      }
      steps.add(new Row.Step(step.path("node").asText(""), answer));
    }
    String next = wish.nodes().getFirst();
    String rewrite = rewrite(object);
    if (next.equals(Row.FINISH) != rewrite.isEmpty()) {
      return new Refused(
          Reason.TURNS, rewrite.isEmpty() ? "no rewrite for " + next : "a rewrite after finish");
    }
    return other(steps.stream().map(Row.Step::node).toList(), wish.steps())
        .or(() -> node(object, wish))
        .orElseGet(() -> new Sound(new Row.Continuation(query, steps, next, rewrite, slot.lang())));
  }

  /** A node that the model names although nobody asked must be the one it was asked for. */
  private Optional<Checked> node(JsonNode object, Wish wish) {
    return object.hasNonNull("node")
        ? other(List.of(object.get("node").asText()), wish.nodes())
        : Optional.empty();
  }

  private Optional<Checked> other(List<String> named, List<String> asked) {
    for (String node : named) {
      if (!nodes.contains(node) && !asked.contains(node)) {
        return Optional.of(new Refused(Reason.UNKNOWN_NODE, node));
      }
    }
    return named.equals(asked)
        ? Optional.empty()
        : Optional.of(
            new Refused(
                Reason.OTHER_NODE,
                "%s for %s".formatted(String.join(", ", named), String.join(", ", asked))));
  }

  /** Characters, language, lengths and the guard. */
  private static Optional<Checked> text(Row row) {
    List<String> texts = new ArrayList<>(row.rewrites());
    texts.add(row.query());
    texts.addAll(context(row));
    if (texts.stream().anyMatch(text -> UNFIT.matcher(text).find())
        || row.rewrites().stream().anyMatch(rewrite -> rewrite.contains("\n"))) {
      return Optional.of(new Refused(Reason.CHARACTERS, ""));
    }
    boolean tellable =
        row.form() != Form.NONE
            || row.query().codePoints().filter(Character::isLetter).count() >= ENOUGH_LETTERS;
    if (tellable && !Tongue.possible(row.query(), row.lang())) {
      return Optional.of(new Refused(Reason.LANGUAGE, "no " + Tongue.name(row.lang())));
    }
    for (String rewrite : row.rewrites()) {
      if (!lengthFits(rewrite, row.lang())) {
        return Optional.of(new Refused(Reason.LENGTH, "the rewrite \"" + rewrite + "\""));
      }
    }
    // what the answers so far have settled need not be said again
    boolean survive = row.form() != Form.CONTINUATION;
    return RewriteGuard.objections(
            row.query(), String.join("\n", context(row)), row.rewrites(), survive)
        .stream()
        .filter(objection -> !objection.isEmpty())
        .findFirst()
        .map(objection -> new Refused(Reason.REWRITE, objection));
  }

  private static List<String> context(Row row) {
    return switch (row) {
      case Row.FollowUp next -> next.history().stream().map(Row.Turn::content).toList();
      case Row.Continuation next -> next.steps().stream().map(Row.Step::answer).toList();
      case Row.Single _, Row.Compound _, Row.Negative _ -> List.of();
    };
  }

  private static boolean lengthFits(String rewrite, String lang) {
    if (Tongue.spaced(lang)) {
      int words = rewrite.split("\\s+").length;
      return words >= FEWEST_WORDS && words <= MOST_WORDS;
    }
    return length(rewrite) >= FEWEST_SIGNS && length(rewrite) <= MOST_SIGNS;
  }

  private static String rewrite(JsonNode object) {
    return object.path("rewrite").asText("").strip();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
