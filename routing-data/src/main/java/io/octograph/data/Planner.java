package io.octograph.data;

import io.octograph.data.Order.Subtopic;
import io.octograph.data.Order.Wish;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/**
 * Draws what each row is to be about. The same seed, slot and number give the same order, whatever
 * other orders there are.
 */
final class Planner {
  private static final List<String> NEGATIVES =
      List.of("gibberish", "keyboard", "empty", "symbols", "log", "code", "message", "command");

  private final Map<String, Card> cards;
  private final List<String> nodes;
  private final Settings settings;
  private final List<String> styles;
  private final Function<String, List<Subtopic>> subtopics;

  /**
   * @param subtopics of a node; empty where it has neither subtopics nor subjects
   */
  Planner(Map<String, Card> cards, Settings settings, Function<String, List<Subtopic>> subtopics) {
    this.cards = cards;
    this.nodes = List.copyOf(cards.keySet());
    this.settings = settings;
    this.subtopics = subtopics;
    this.styles = deck(settings.wanted().styles());
  }

  /**
   * @param number of the order within its slot, from 0
   * @param count rows, at least 1
   */
  Order order(Slot slot, int number, int count) {
    List<Double> temperatures = settings.asking().temperatures();
    Random chance = chance(slot.key() + "#" + number);
    List<Wish> wishes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      wishes.add(wish(slot, number * settings.asking().batch() + i, chance));
    }
    return new Order(slot, number, temperatures.get(number % temperatures.size()), wishes);
  }

  /** The nodes in an order of this request's own, so that no node profits from its place. */
  List<Card> shuffled(String id) {
    List<Card> shuffled = new ArrayList<>(cards.values());
    Collections.shuffle(shuffled, chance("shuffled " + id));
    return shuffled;
  }

  /** A number for the service, which may make its answer repeatable by it; 31 bits, as all take. */
  int seed(String id) {
    return chance("seed " + id).nextInt(Integer.MAX_VALUE);
  }

  private Wish wish(Slot slot, int row, Random chance) {
    return switch (slot.form()) {
      case SINGLE ->
          new Wish(
              List.of(slot.node()),
              List.of(),
              about(slot, row),
              turn(styles, slot, row),
              other(slot.node(), settings.wanted().hard(), chance));
      case FOLLOW_UP ->
          new Wish(
              List.of(slot.node()),
              List.of(),
              about(slot, row),
              Form.FOLLOW_UP.label(),
              other(slot.node(), 1 / 3.0, chance));
      case COMPOUND -> wish(several(chance), List.of(), "compound");
      case CONTINUATION -> continuation(chance);
      case NONE -> wish(List.of(Row.NO_NODE), List.of(), turn(NEGATIVES, slot, row));
    };
  }

  private static Wish wish(List<String> nodes, List<String> steps, String style) {
    return new Wish(nodes, steps, Optional.empty(), style, Optional.empty());
  }

  private Optional<Subtopic> about(Slot slot, int row) {
    List<Subtopic> all = subtopics.apply(slot.node());
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<Subtopic> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, chance("about " + slot.node()));
    // languages begin at different places, so that they are no translations of each other
    int start = chance(slot.key()).nextInt(all.size());
    return Optional.of(shuffled.get((start + row) % all.size()));
  }

  /** Each of a list in turn, in an order of the slot's own. */
  private String turn(List<String> all, Slot slot, int row) {
    List<String> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, chance("turn " + slot.key() + row / all.size()));
    return shuffled.get(row % all.size());
  }

  private Optional<String> other(String node, double share, Random chance) {
    boolean wanted = chance.nextDouble() < share;
    String other = any(nodes.stream().filter(each -> !each.equals(node)).toList(), chance);
    return wanted ? Optional.of(other) : Optional.empty();
  }

  /** Two calls in six of ten rows, three in three, four in one; one row in six has a node twice. */
  private List<String> several(Random chance) {
    double drawn = chance.nextDouble();
    int calls = drawn < 0.6 ? 2 : drawn < 0.9 ? 3 : 4;
    List<String> several = new ArrayList<>(nodes);
    Collections.shuffle(several, chance);
    several = new ArrayList<>(several.subList(0, Math.min(calls, several.size())));
    if (chance.nextInt(6) == 0) {
      several.set(several.size() - 1, several.getFirst());
    }
    return List.copyOf(several);
  }

  /** Along the graph's edges where it has some, else from any node to any; half of them finish. */
  private Wish continuation(Random chance) {
    List<String> starts = nodes.stream().filter(node -> !next(node).isEmpty()).toList();
    double drawn = chance.nextDouble();
    int length = drawn < 0.7 ? 1 : drawn < 0.95 ? 2 : 3;
    List<String> steps = new ArrayList<>();
    String at = any(starts.isEmpty() ? nodes : starts, chance);
    steps.add(at);
    while (steps.size() < length) {
      List<String> further =
          after(at, starts.isEmpty()).stream()
              .filter(node -> starts.isEmpty() || starts.contains(node))
              .toList();
      if (further.isEmpty()) {
        break;
      }
      at = any(further, chance);
      steps.add(at);
    }
    boolean finish = chance.nextBoolean();
    String next = any(after(at, starts.isEmpty()), chance);
    return wish(List.of(finish ? Row.FINISH : next), steps, Form.CONTINUATION.label());
  }

  private List<String> after(String node, boolean free) {
    return free ? nodes.stream().filter(each -> !each.equals(node)).toList() : next(node);
  }

  private List<String> next(String node) {
    return cards.get(node).edges().stream().filter(cards::containsKey).toList();
  }

  private static <T> T any(List<T> all, Random chance) {
    return all.get(chance.nextInt(all.size()));
  }

  private Random chance(String what) {
    // scrambled, because Random's first numbers of neighbouring seeds are alike
    long seed = settings.asking().seed() * 0x9E3779B97F4A7C15L + what.hashCode();
    return new Random(seed * 0xBF58476D1CE4E5B9L ^ seed >>> 31);
  }

  /** Eleven cards or so, each style as often as it weighs. */
  private static List<String> deck(Map<String, Double> weights) {
    double least = weights.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    List<String> deck = new ArrayList<>();
    weights.forEach(
        (style, weight) ->
            deck.addAll(
                Collections.nCopies((int) Math.min(50, Math.round(weight / least)), style)));
    return List.copyOf(deck);
  }
}
