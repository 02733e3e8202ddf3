package io.octograph.data;

import java.util.List;
import java.util.Optional;

/** A training row that has passed its checks. */
sealed interface Row {
  /** The node of the rows that no node fits. */
  String NO_NODE = "none";

  /** What comes after the last answer of a walk. */
  String FINISH = "finish";

  String query();

  /** ISO 639-1, e.g. {@code en}. */
  String lang();

  /** What a master should decide, in the order of the query. */
  List<String> nodes();

  /** What goes out to the nodes, one each; empty for <em>none</em> and <em>finish</em>. */
  List<String> rewrites();

  Form form();

  record Call(String node, String rewrite) {}

  /**
   * @param role {@code user} or {@code assistant}
   */
  record Turn(String role, String content) {}

  record Step(String node, String answer) {}

  /**
   * @param topic the node's subject with underscores, where the graph has subjects
   */
  record Single(
      String query, String node, Optional<String> topic, String rewrite, String lang, String style)
      implements Row {
    @Override
    public List<String> nodes() {
      return List.of(node);
    }

    @Override
    public List<String> rewrites() {
      return List.of(rewrite);
    }

    @Override
    public Form form() {
      return Form.SINGLE;
    }
  }

  record Compound(String query, List<Call> calls, String lang) implements Row {
    @Override
    public List<String> nodes() {
      return calls.stream().map(Call::node).toList();
    }

    @Override
    public List<String> rewrites() {
      return calls.stream().map(Call::rewrite).toList();
    }

    @Override
    public Form form() {
      return Form.COMPOUND;
    }
  }

  record FollowUp(
      List<Turn> history,
      String query,
      String node,
      Optional<String> topic,
      String rewrite,
      String lang)
      implements Row {
    @Override
    public List<String> nodes() {
      return List.of(node);
    }

    @Override
    public List<String> rewrites() {
      return List.of(rewrite);
    }

    @Override
    public Form form() {
      return Form.FOLLOW_UP;
    }
  }

  /**
   * @param node the next one, or {@link #FINISH} with an empty rewrite
   */
  record Continuation(String query, List<Step> steps, String node, String rewrite, String lang)
      implements Row {
    @Override
    public List<String> nodes() {
      return List.of(node);
    }

    @Override
    public List<String> rewrites() {
      return rewrite.isEmpty() ? List.of() : List.of(rewrite);
    }

    @Override
    public Form form() {
      return Form.CONTINUATION;
    }
  }

  record Negative(String query, String lang, String style) implements Row {
    @Override
    public List<String> nodes() {
      return List.of(NO_NODE);
    }

    @Override
    public List<String> rewrites() {
      return List.of();
    }

    @Override
    public Form form() {
      return Form.NONE;
    }
  }
}
