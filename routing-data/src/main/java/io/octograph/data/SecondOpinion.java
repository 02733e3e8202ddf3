package io.octograph.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a model that is not told the labels where queries belong and whether rewrites are good. */
final class SecondOpinion {
  /** A row that a reply forgets is asked about once more. */
  private static final int TIMES = 2;

  private final ChatModel model;
  private final String name;
  private final Planner planner;

  /**
   * @param name of the model at its service
   */
  SecondOpinion(ChatModel model, String name, Planner planner) {
    this.model = model;
    this.name = name;
    this.planner = planner;
  }

  /**
   * An opinion on each row, in order; empty where none was given.
   *
   * @param rows of one form
   * @param id of their order
   */
  List<Optional<Opinion>> on(List<Row> rows, String id) throws ModelFailed, InterruptedException {
    List<Optional<Opinion>> opinions = new ArrayList<>();
    rows.forEach(row -> opinions.add(Optional.empty()));
    for (int time = 0; time < TIMES; time++) {
      List<Integer> open = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        if (opinions.get(i).isEmpty()) {
          open.add(i);
        }
      }
      if (!open.isEmpty()) {
        ask(rows, open, id + " check " + time, opinions);
      }
    }
    return opinions;
  }

  private void ask(List<Row> rows, List<Integer> open, String id, List<Optional<Opinion>> opinions)
      throws ModelFailed, InterruptedException {
    List<Row> asked = open.stream().map(rows::get).toList();
    Prompt prompt = Prompts.check(asked, planner.shuffled(id), planner.seed(id));
    Opinion.read(model.ask(name, prompt), asked.size())
        .forEach((number, opinion) -> opinions.set(open.get(number - 1), Optional.of(opinion)));
  }
}
