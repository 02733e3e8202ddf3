package io.octograph.model.master;

import io.octograph.model.EarlyFile;
import io.octograph.model.LanguageModel;
import io.octograph.model.ModelException;
import io.octograph.model.Prompt;
import io.octograph.model.Sequence;
import io.octograph.model.master.TokenChoice.Option;
import io.octograph.model.master.TokenChoice.Weighed;
import io.octograph.traversal.Choice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides after the lower layers where a master's reader is sure enough (early exit by a threshold
 * on a calibrated probability: Schwartz et al., "The Right Tool for the Given Task", ACL 2020,
 * section 3). Safe for use by several threads.
 */
final class EarlyExit {
  /** How a reader's file names the column of those that no neighbour fits; no node may have it. */
  private static final String NONE = "none";

  private final LanguageModel model;
  private final EarlyFile file;
  private final Map<String, Integer> columns = new HashMap<>();

  private EarlyExit(LanguageModel model, EarlyFile file) {
    this.model = model;
    this.file = file;
    for (int i = 0; i < file.nodes().size(); i++) {
      var node = file.nodes().get(i);
      columns.put(node.equals(NONE) ? Choice.NONE : node, i);
    }
  }

  /**
   * The reader of a master's folder; empty where it has none, or early decisions are switched off.
   *
   * @param prefix tokens that every prompt without a history begins with: they are not read
   * @throws ModelException where it is broken, or was made for another master or base
   */
  static Optional<EarlyExit> load(
      Path folder, LanguageModel model, MasterFile master, int[] prefix) {
    var path = folder.resolve(EarlyFile.NAME);
    if (!model.settings().early() || !Files.exists(path)) {
      return Optional.empty();
    }
    var file = EarlyFile.read(path);
    require(path, master.weights(folder).isPresent(), "the master has no 'adapter'");
    var nodes = new HashSet<>(file.nodes());
    master.none().ifPresent(_ -> nodes.remove(NONE));
    require(
        path,
        nodes.equals(new HashSet<>(master.nodes())),
        "it knows the nodes %s, the master %s",
        file.nodes(),
        master.nodes());
    int width = model.config().shape().hiddenSize();
    require(
        path,
        file.width() == width,
        "it reads states of width %d, the base has %d",
        file.width(),
        width);
    var depth = model.earlyDepth();
    require(
        path,
        depth.isPresent() && depth.getAsInt() == file.depth(),
        "it reads after %d layers, the base has %s",
        file.depth(),
        depth.isPresent() ? "a graph of the lowest " + depth.getAsInt() : "no graph for that");
    require(
        path,
        file.from() >= prefix.length,
        "it reads from token %d on, but the first %d of a prompt are kept and not read again",
        file.from(),
        prefix.length);
    return Optional.of(new EarlyExit(model, file));
  }

  /**
   * Whether it was trained on all these options: one that was never shown queries for <em>none</em>
   * is as sure of a neighbour for them as for any.
   */
  boolean knows(List<Option> options) {
    return options.stream().allMatch(option -> columns.containsKey(option.name()));
  }

  /**
   * The options as {@link TokenChoice} weighs them, where the likeliest of them reaches the
   * threshold; else empty, and the sequence is as it was.
   *
   * @param options that it {@link #knows}
   */
  Optional<List<Weighed>> decide(Sequence sequence, Prompt prompt, List<Option> options) {
    int first = file.from() - prompt.prefix().length;
    if (first >= prompt.rest().length) {
      return Optional.empty();
    }
    var states = sequence.look(prompt.rest());
    if (states.isEmpty()) {
      return Optional.empty();
    }
    var logits = file.logits(states.get(), first);
    var weighed = TokenChoice.weigh(options, option -> logits[columns.get(option.name())], 1);
    boolean sure = weighed.getFirst().probability() >= file.threshold();
    model.stats().looked(sure);
    return sure ? Optional.of(weighed) : Optional.empty();
  }

  private static void require(Path path, boolean holds, String what, Object... values) {
    if (!holds) {
      throw new ModelException(
          "The reader %s does not fit: %s. Write it again (docs/adr/0014) or take it away."
              .formatted(path, what.formatted(values)));
    }
  }
}
