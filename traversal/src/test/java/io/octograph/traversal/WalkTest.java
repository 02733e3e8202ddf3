package io.octograph.traversal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole walks: who is asked what in which order, and what comes of it. */
class WalkTest {
  private static final String Q = "What is 2 + 2?";

  static Stream<Arguments> walks() {
    return Stream.of(
        arguments(
            "single step",
            Bench.of("")
                .on("entry", "math 0.9: Compute 2 + 2.")
                .after("math", "finish")
                .on("math = 4"),
            "entry?  math<Compute 2 + 2.>  entry?",
            "4 [stop, source w/1/0]"),
        arguments(
            "single step at a node without edges is last",
            Bench.of("").on("entry", "physics 0.9").on("physics = 4"),
            "entry?  physics<What is 2 + 2?>!",
            "4 [stop, source w/1/0]"),
        arguments(
            "two steps, the master chooses the second",
            Bench.of("")
                .on("entry", "math 0.9")
                .after("math", "physics 0.8: Why is that so?")
                .on("math = 4", "physics = Because."),
            "entry?  math<What is 2 + 2?>  entry?  "
                + "physics<Why is that so? / What is 2 + 2? / Known so far: / ## math: What is 2 + 2? / 4>!",
            "Because. [stop, source w/2/0]"),
        arguments(
            "a single edge needs no master",
            Bench.of("").on("entry", "steps 0.9").on("steps = 4", "writer = Four."),
            "entry?  steps<What is 2 + 2?>  "
                + "writer<What is 2 + 2? / Known so far: / ## steps: What is 2 + 2? / 4>!",
            "Four. [stop, source w/2/0]"),
        arguments(
            "a second step that fails leaves the first answer",
            Bench.of("")
                .on("entry", "steps 0.9")
                .on("steps = 4", "writer = fail: Away.", "general = fail: Away too."),
            "entry?  steps<What is 2 + 2?>  "
                + "writer<What is 2 + 2? / Known so far: / ## steps: What is 2 + 2? / 4>!  "
                + "general<What is 2 + 2? / Known so far: / ## steps: What is 2 + 2? / 4>!",
            "4 [stop, source w/1/0]"),
        arguments(
            "parallel calls, also twice of one node",
            Bench.of("").on("entry", "physics 0.9: What is 2? | physics 0.8: What is 2 + 2?"),
            "entry?  physics<What is 2?>  physics<What is 2 + 2?>",
            "## physics: What is 2? / physics on: What is 2? / "
                + "## physics: What is 2 + 2? / physics on: What is 2 + 2? [stop]"),
        arguments(
            "the same call twice is one",
            Bench.of("")
                .on("entry", "physics 0.9: Add 2 and 2. | physics 0.8: Add 2 and 2.")
                .on("physics = 4"),
            "entry?  physics<Add 2 and 2.>!",
            "4 [stop, source w/1/0]"),
        arguments(
            "a nested master gets the rewrite as its question",
            Bench.of("")
                .on("entry", "health 0.9: Name 2 and 2 bones.")
                .on("health", "anatomy 0.7: List 2 and 2 bones.")
                .on("anatomy = Ulna."),
            "entry?  health?<Name 2 and 2 bones.>  anatomy<List 2 and 2 bones.>!",
            "Ulna. [stop, source w/2/0]"),
        arguments(
            "several calls, one to a nested master that fans out",
            Bench.of("")
                .on("entry", "physics 0.9: What is 2? | health 0.9: Viruses and 2 bones?")
                .on("health", "virology 0.9: Viruses? | anatomy 0.9: Name 2 bones.")
                .on("physics = Two.", "virology = Small.", "anatomy = Ulna."),
            "entry?  physics<What is 2?>  health?<Viruses and 2 bones?>  virology<Viruses?>  "
                + "anatomy<Name 2 bones.>",
            "## physics: What is 2? / Two. / ## health: Viruses and 2 bones? / "
                + "### virology: Viruses? / Small. / ### anatomy: Name 2 bones. / Ulna. [stop]"),
        arguments(
            "a worker joins the parts",
            Bench.of("")
                .on("entry", "joined 0.9")
                .on("joined", "anatomy 0.9: What is 2? | virology 0.9: And + 2?")
                .on("anatomy = A.", "virology = V.", "writer = Both."),
            "entry?  joined?<What is 2 + 2?>  anatomy<What is 2?>  virology<And + 2?>  "
                + "writer<What is 2 + 2? / Known so far: / ## anatomy: What is 2? / A. / "
                + "## virology: And + 2? / V.>!",
            "Both. [stop, source w/2/2]"),
        arguments(
            "a join that fails leaves headings",
            Bench.of("")
                .on("entry", "joined 0.9")
                .on("joined", "anatomy 0.9: What is 2? | virology 0.9: And + 2?")
                .on("anatomy = A.", "virology = V.", "writer = fail: No.", "general = fail: No."),
            null,
            "## anatomy: What is 2? / A. / ## virology: And + 2? / V. [stop]"),
        arguments(
            "none goes to the default node",
            Bench.of("").on("entry", "none").on("general = Hm."),
            "entry?  general<What is 2 + 2?>!",
            "Hm. [stop, source w/1/0]"),
        arguments(
            "doubt goes to the default node",
            Bench.of("").on("entry", "physics 0.3: Compute 2 + 2.").on("general = Hm."),
            "entry?  general<What is 2 + 2?>!",
            "Hm. [stop, source w/1/0]"),
        arguments(
            "doubt about a later call alone sends that to the default node",
            Bench.of("")
                .on("entry", "physics 0.9: What is 2? | prefixed 0.3: And + 2?")
                .on("physics = Two.", "general = Four."),
            "entry?  physics<What is 2?>  general<And + 2?>",
            "## physics: What is 2? / Two. / ## general: And + 2? / Four. [stop]"),
        arguments(
            "none without a default node fails",
            Bench.of("").from("health").on("health", "none"),
            "health?",
            " [failed: health: No neighbour fits this question, and the master has no default node.]"),
        arguments(
            "none after an answer ends the walk",
            Bench.of("").on("entry", "math 0.9").after("math", "none").on("math = 4"),
            "entry?  math<What is 2 + 2?>  entry?",
            "4 [stop, source w/1/0]"),
        arguments(
            "a master that chooses a stranger is not followed",
            Bench.of("").on("entry", "anatomy 0.9").on("general = Hm."),
            "entry?  general<What is 2 + 2?>!",
            "Hm. [stop, source w/1/0]"),
        arguments(
            "a worker is pinned",
            Bench.of("").from("physics").on("physics = 4"),
            "physics<What is 2 + 2?>!",
            "4 [stop, source w/1/0]"),
        arguments(
            "a master is pinned",
            Bench.of("").from("health").on("health", "anatomy 0.9").on("anatomy = 4"),
            "health?  anatomy<What is 2 + 2?>!",
            "4 [stop, source w/1/0]"),
        arguments(
            "fallbacks in their order",
            Bench.of("")
                .on("entry", "physics 0.9: Add 2 and 2.")
                .on("physics = busy: Away.", "general = fail: Broken.", "raw = 4"),
            "entry?  physics<Add 2 and 2.>!  general<Add 2 and 2.>!  raw<What is 2 + 2?>!",
            "4 [stop, source w/1/2]"),
        arguments(
            "all fallbacks fail",
            Bench.of("")
                .on("entry", "physics 0.9")
                .on("physics = busy: Away.", "general = busy: Away.", "raw = fail: Broken."),
            null,
            " [failed: physics: Away. general: Away. raw: Broken.]"),
        arguments(
            "one part fails, the other stands",
            Bench.of("")
                .on("entry", "physics 0.9: What is 2? | prefixed 0.9: And + 2?")
                .on(
                    "physics = busy: Away.",
                    "general = busy: Away.",
                    "raw = fail: Broken.",
                    "prefixed = 2"),
            null,
            "## physics: What is 2? / No answer: physics: Away. general: Away. raw: Broken. / "
                + "## prefixed: And + 2? / 2 [stop]"),
        arguments(
            "every part fails",
            Bench.of("")
                .on("entry", "prefixed 0.9: What is 2? | general 0.9: And + 2?")
                .on("prefixed = busy: Away.", "general = busy: Full."),
            null,
            " [failed for now: prefixed: Away. general: Full.]"),
        arguments(
            "rewrite: off",
            Bench.of("").on("entry", "raw 0.9: Add 2 and 2.").on("raw = 4"),
            "entry?  raw<What is 2 + 2?>!",
            "4 [stop, source w/1/0]"),
        arguments(
            "rewrite: prefix",
            Bench.of("").on("entry", "prefixed 0.9: Add 2 and 2.").on("prefixed = 4"),
            "entry?  prefixed<Add 2 and 2. / What is 2 + 2?>!",
            "4 [stop, source w/1/0]"),
        arguments(
            "a rewrite that loses a number does not go out",
            Bench.of("").on("entry", "physics 0.9: Add them.").on("physics = 4"),
            "entry?  physics<What is 2 + 2?>!",
            "4 [stop, source w/1/0]"),
        arguments(
            "a broken master is passed by its default node",
            Bench.of("").on("entry", "fail: No model.").on("general = Hm."),
            "entry?  general<What is 2 + 2?>!",
            "Hm. [stop, source w/1/0]"),
        arguments(
            "a busy master is not",
            Bench.of("").on("entry", "busy: The queue is full."),
            "entry?",
            " [failed for now: entry: The queue is full.]"),
        arguments(
            "hops",
            Bench.of("hops: 1").on("entry", "math 0.9").on("math = 4"),
            "entry?  math<What is 2 + 2?>!",
            "4 [limit_hops, source w/1/0]"),
        arguments(
            "calls",
            Bench.of("calls: 1").on("entry", "raw 0.9 | general 0.9").on("raw = 4"),
            "entry?  raw<What is 2 + 2?>",
            "## raw: What is 2 + 2? / 4 / ## general: What is 2 + 2? / "
                + "No answer: general: The graph allows 1 calls. [limit_calls]"),
        arguments(
            "cost",
            Bench.of("cost: 0.002").from("math").on("math = 4"),
            "math<What is 2 + 2?>",
            "4 [limit_cost, source w/1/0]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("walks")
  void walks(String name, Bench bench, String commands, String answer) {
    bench.run(Q);

    if (commands != null) {
      assertThat(bench.log()).isEqualTo(commands);
    }
    assertThat(bench.ending()).isEqualTo(answer);
  }
}
