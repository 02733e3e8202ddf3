package io.octograph.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many rows of each slot are wanted. */
final class Targets {
  private Targets() {}

  /**
   * The parts of {@code rows × nodes}: by form, then by language, then evenly over the nodes.
   *
   * @param nodes at least two
   */
  static Map<Slot, Integer> of(Settings.Wanted wanted, List<String> nodes) {
    Map<Slot, Integer> targets = new LinkedHashMap<>();
    Weights.split(wanted.rows() * nodes.size(), wanted.forms())
        .forEach(
            (form, ofForm) ->
                Weights.split(ofForm, wanted.languages())
                    .forEach((lang, count) -> spread(form, lang, count, nodes, targets)));
    targets.values().removeIf(count -> count == 0);
    return targets;
  }

  private static void spread(
      Form form, String lang, int count, List<String> nodes, Map<Slot, Integer> targets) {
    List<String> counted = form.byNode() ? nodes : List.of("");
    long size = counted.size();
    for (int i = 0; i < size; i++) {
      int share = (int) ((i + 1) * (long) count / size - i * (long) count / size);
      targets.put(new Slot(form, counted.get(i), lang), share);
    }
  }

  /** The forms a graph can use: continuation only where a node has edges of its own. */
  static Map<Form, Double> usual(boolean continues) {
    Map<Form, Double> forms = new LinkedHashMap<>();
    forms.put(Form.SINGLE, 76.0);
    forms.put(Form.COMPOUND, 10.0);
    forms.put(Form.FOLLOW_UP, 6.0);
    if (continues) {
      forms.put(Form.CONTINUATION, 6.0);
    }
    forms.put(Form.NONE, 2.0);
    return forms;
  }
}
