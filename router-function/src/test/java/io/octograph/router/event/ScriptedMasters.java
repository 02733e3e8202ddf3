package io.octograph.router.event;

import io.octograph.traversal.Ask;
import io.octograph.traversal.Choice;
import io.octograph.traversal.Chosen;
import io.octograph.traversal.Decider;
import io.octograph.traversal.Decision;
import io.octograph.traversal.DecisionException;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Masters that choose every neighbour whose name is in the question. */
@Alternative
@Singleton
public class ScriptedMasters implements Decider {
  static final AtomicInteger decisions = new AtomicInteger();

  /** Takes them in the place of the real ones, and a clock that can be put forward. */
  public static class Profile implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(ScriptedMasters.class, ShiftedClock.class);
    }
  }

  @Override
  public Decision decide(Ask ask, Consumer<Chosen> early) throws DecisionException {
    decisions.incrementAndGet();
    if (ask.question().contains("busy")) {
      throw new DecisionException("Too much to do.", true);
    }
    List<Chosen> calls = new ArrayList<>();
    for (String word : ask.question().split("\\W+")) {
      if (ask.among().contains(word)) {
        // else two calls of one node would be one
        String rewrite = ask.question() + " Part " + "I".repeat(calls.size() + 1) + ".";
        calls.add(new Chosen(word, "<" + word + ">", 0.9, ask.rewrite() ? rewrite : ""));
      }
    }
    List<Choice> top = List.of(new Choice("math", 0.9));
    return calls.isEmpty()
        ? Decision.none(0.5, top, Decision.Times.UNKNOWN)
        : Decision.calls(calls, top, false, Decision.Times.UNKNOWN);
  }
}
