package io.octograph.evaluation.mmlu;

/**
 * A way to have the questions answered. In each, one worker gets {@link Prompt}'s text as its only
 * message; the ways differ in which worker, and in what stands in the question's place.
 */
public enum Setting {
  /** The worker that the graph chooses gets the question as the graph would put it there. */
  ROUTED("routed", "the graph's node, the question rewritten"),

  /** The worker that the graph chooses gets the question as it was asked. */
  AS_ASKED("as asked", "the graph's node, the rewrite off"),

  /** The node of the question's field gets it as it was asked. */
  ORACLE("oracle", "the node of the question's field"),

  /** One general node gets every question as it was asked. */
  GENERAL("general", "the general node alone");

  private final String title;
  private final String meaning;

  Setting(String title, String meaning) {
    this.title = title;
    this.meaning = meaning;
  }

  String title() {
    return title;
  }

  String meaning() {
    return meaning;
  }

  /** As the JSON report names it. */
  String key() {
    return title.replace(' ', '_');
  }
}
