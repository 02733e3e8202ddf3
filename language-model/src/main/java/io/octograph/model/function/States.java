package io.octograph.model.function;

import io.octograph.model.function.State.Bytes;
import io.octograph.model.function.State.Either;
import io.octograph.model.function.State.Empty;
import io.octograph.model.function.State.Form;
import io.octograph.model.function.State.Nothing;
import io.octograph.model.function.State.Span;
import io.octograph.model.function.State.Then;
import io.octograph.model.function.State.Times;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Makes languages of bytes, each form once: forms are compared by the identity of their parts
 * (Owens, Reppy and Turon, "Regular-expression derivatives re-examined", JFP 2009, section 4.1).
 * Safe for use by several threads.
 */
final class States {
  private final Map<Form, State> made = new HashMap<>();
  private final Map<State, Integer> numbers = new IdentityHashMap<>();
  private final State nothing = make(new Nothing(), State.NEVER);
  private final State empty = make(new Empty(), 0);

  State nothing() {
    return nothing;
  }

  State empty() {
    return empty;
  }

  /** How many there are by now. */
  synchronized int count() {
    return made.size();
  }

  State bytes(int from, int to) {
    return from > to ? nothing : make(new Bytes(from, to), 1);
  }

  /** This text in UTF-8. */
  State text(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var state = empty;
    for (int i = bytes.length - 1; i >= 0; i--) {
      state = then(bytes(bytes[i] & 0xFF, bytes[i] & 0xFF), state);
    }
    return state;
  }

  /** One after the other. */
  State sequence(State... parts) {
    var state = empty;
    for (var part : Arrays.asList(parts).reversed()) {
      state = then(part, state);
    }
    return state;
  }

  State then(State first, State rest) {
    if (first.dead() || rest.dead()) {
      return nothing;
    }
    if (first == empty) {
      return rest;
    }
    if (rest == empty) {
      return first;
    }
    if (first.form() instanceof Then(State head, State tail)) {
      return then(head, then(tail, rest));
    }
    return make(new Then(first, rest), sum(first.shortest(), rest.shortest()));
  }

  State either(List<State> options) {
    var flat = new LinkedHashSet<State>();
    for (var option : options) {
      if (option.form() instanceof Either(List<State> inner)) {
        flat.addAll(inner);
      } else if (!option.dead()) {
        flat.add(option);
      }
    }
    if (flat.size() < 2) {
      return flat.isEmpty() ? nothing : flat.getFirst();
    }
    var sorted = new ArrayList<>(flat);
    synchronized (this) {
      sorted.sort((a, b) -> Integer.compare(numbers.get(a), numbers.get(b)));
    }
    return make(
        new Either(List.copyOf(sorted)),
        sorted.stream().mapToInt(State::shortest).min().orElseThrow());
  }

  /**
   * So many times.
   *
   * @param most -1 for any number
   */
  State times(State each, int least, int most) {
    if (most == 0 || each == empty) {
      return empty;
    }
    if (each.dead()) {
      return least == 0 ? empty : nothing;
    }
    // What may be empty may be empty so many times: then "at least" says nothing.
    int needed = each.accepts() ? 0 : least;
    if (needed == 1 && most == 1) {
      return each;
    }
    long shortest = (long) needed * each.shortest();
    return make(new Times(each, needed, most), (int) Math.min(State.NEVER - 1, shortest));
  }

  State span(Span span) {
    int toEnd =
        span.spans().toEnd(span.from(), span.at(), span.offset(), span.least(), span.most());
    return toEnd == State.NEVER ? nothing : make(span, toEnd);
  }

  State optional(State state) {
    return either(List.of(state, empty));
  }

  private synchronized State make(Form form, int shortest) {
    return made.computeIfAbsent(
        form,
        wanted -> {
          var state = new State(this, wanted, shortest);
          numbers.put(state, numbers.size());
          return state;
        });
  }

  private static int sum(int a, int b) {
    return (int) Math.min(State.NEVER - 1, (long) a + b);
  }
}
