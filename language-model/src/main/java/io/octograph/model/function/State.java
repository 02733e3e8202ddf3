package io.octograph.model.function;

import java.util.List;
import java.util.OptionalInt;

/**
 * What may still be written: a regular language of bytes. Reading a byte gives the language of what
 * may follow it, its derivative (Brzozowski, "Derivatives of Regular Expressions", JACM 1964); made
 * when first asked for and kept, so that the states met are those of a lazy automaton. Made by
 * {@link States}, which gives the same language in the same form as the same object. Safe for use
 * by several threads.
 */
final class State {
  /** No text at all: a dead end. As a {@link #shortest()}. */
  static final int NEVER = Integer.MAX_VALUE;

  /** The forms that a language has. */
  sealed interface Form {}

  record Nothing() implements Form {}

  record Empty() implements Form {}

  /** One byte from {@code from} to {@code to}. */
  record Bytes(int from, int to) implements Form {}

  /** {@code first} is no {@code Then} itself. */
  record Then(State first, State rest) implements Form {}

  /** At least two, none of them an {@code Either}, each once. */
  record Either(List<State> options) implements Form {}

  /**
   * @param most -1 for any number
   */
  record Times(State each, int least, int most) implements Form {}

  /**
   * The rest of a text that stands in a query.
   *
   * @param from its first character
   * @param at the character that comes next
   * @param offset so many of its bytes were read
   */
  record Span(Spans spans, int from, int at, int offset, int least, OptionalInt most)
      implements Form {}

  private final States states;
  private final Form form;
  private final int shortest;
  private final State[] after = new State[256];

  State(States states, Form form, int shortest) {
    this.states = states;
    this.form = form;
    this.shortest = shortest;
  }

  Form form() {
    return form;
  }

  /** Whether what was written may end here. */
  boolean accepts() {
    return shortest == 0;
  }

  boolean dead() {
    return shortest == NEVER;
  }

  /** Bytes of the shortest text; {@link #NEVER} where there is none. */
  int shortest() {
    return shortest;
  }

  /** What may follow a byte, 0 to 255. */
  State after(int b) {
    var known = after[b];
    if (known == null) {
      known = derive(b);
      after[b] = known; // whoever else derives it gets the same object
    }
    return known;
  }

  /** What may follow these bytes. */
  State after(byte[] bytes) {
    var state = this;
    for (int i = 0; i < bytes.length && !state.dead(); i++) {
      state = state.after(bytes[i] & 0xFF);
    }
    return state;
  }

  private State after(Span span, int b) {
    if (span.spans.at(span.at, span.offset) != b) {
      return states.nothing();
    }
    boolean last = span.spans.last(span.at, span.offset);
    return states.span(
        new Span(
            span.spans,
            span.from,
            last ? span.at + 1 : span.at,
            last ? 0 : span.offset + 1,
            span.least,
            span.most));
  }

  private State derive(int b) {
    return switch (form) {
      case Nothing _, Empty _ -> states.nothing();
      case Bytes(int from, int to) -> b >= from && b <= to ? states.empty() : states.nothing();
      case Then(State first, State rest) -> {
        var within = states.then(first.after(b), rest);
        yield first.accepts() ? states.either(List.of(within, rest.after(b))) : within;
      }
      case Either(List<State> options) ->
          states.either(options.stream().map(option -> option.after(b)).toList());
      case Times(State each, int least, int most) ->
          states.then(
              each.after(b), states.times(each, Math.max(0, least - 1), most < 0 ? -1 : most - 1));
      case Span span -> after(span, b);
    };
  }
}
