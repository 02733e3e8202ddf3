package io.octograph.model.master;

import io.octograph.model.LanguageModel;
import io.octograph.model.ModelException;
import io.octograph.model.master.TokenChoice.Weighed;
import io.octograph.model.opinion.Blend;
import io.octograph.model.opinion.ChineseOpinion;
import io.octograph.model.opinion.Opinion;
import io.octograph.model.opinion.OpinionFile;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A master's second opinion on a first choice among its neighbours. */
final class SecondOpinion {
  private final Opinion opinion;
  private final Blend blend;

  /** An opinion on one query, to be blended with what the master says. */
  record Formed(Map<String, Double> nodes, Blend blend) {
    /**
     * The options as both weigh them together, the likeliest first. The neighbours share what they
     * had together; <em>none</em> and <em>finish</em> keep theirs.
     */
    List<Weighed> with(List<Weighed> weighed) {
      var neighbours = weighed.stream().filter(each -> nodes.containsKey(name(each))).toList();
      var own = neighbours.stream().mapToDouble(Weighed::probability).toArray();
      var other = neighbours.stream().mapToDouble(each -> nodes.get(name(each))).toArray();
      var blended = blend.of(own, other);
      var result = new ArrayList<Weighed>(weighed.size());
      for (int i = 0; i < blended.length; i++) {
        result.add(new Weighed(neighbours.get(i).option(), blended[i]));
      }
      weighed.stream().filter(each -> !nodes.containsKey(name(each))).forEach(result::add);
      result.sort(Comparator.comparingDouble(Weighed::probability).reversed());
      return List.copyOf(result);
    }

    private static String name(Weighed weighed) {
      return weighed.option().name();
    }
  }

  SecondOpinion(Opinion opinion, Blend blend) {
    this.opinion = opinion;
    this.blend = blend;
  }

  /**
   * The opinion of a master's folder; empty where it has none.
   *
   * @throws ModelException where it is broken or was made for another master
   */
  static Optional<SecondOpinion> load(Path folder, LanguageModel model, MasterFile master) {
    var path = folder.resolve(OpinionFile.NAME);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    var file = OpinionFile.read(path);
    if (!new HashSet<>(file.nodes()).equals(new HashSet<>(master.nodes()))) {
      throw new ModelException(
          "The opinion %s does not fit: it knows the nodes %s, the master %s. %s"
              .formatted(
                  path,
                  file.nodes(),
                  master.nodes(),
                  "Write it again (docs/adr/0018) or take it away."));
    }
    var opinion = new ChineseOpinion(file, model.encoder(file.encoder(), file.tuned()));
    return Optional.of(new SecondOpinion(opinion, file.blend()));
  }

  /**
   * What it says on an ask; empty where it has no opinion, or the query does not stand alone.
   *
   * @param question the ask's as the master reads it
   */
  Optional<Formed> on(Ask ask, String question) {
    boolean alone = ask.answers().isEmpty() && turns(ask) == 1;
    return alone ? opinion.on(question).map(nodes -> new Formed(nodes, blend)) : Optional.empty();
  }

  private static long turns(Ask ask) {
    return ask.messages().stream()
        .filter(
            message -> message.role().equals(Message.USER) || message.role().equals("assistant"))
        .filter(message -> !message.content().isBlank())
        .count();
  }
}
