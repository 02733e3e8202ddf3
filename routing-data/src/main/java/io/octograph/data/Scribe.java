package io.octograph.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.data.Order.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has an order written, checks what comes, and has it checked by a second opinion. */
final class Scribe {
  /** So many queries that are there already are shown, so that a model does not begin again. */
  private static final int SHOWN = 8;

  private final ChatModel model;
  private final String name;
  private final Planner planner;
  private final Map<String, Card> cards;
  private final Store store;
  private final RowChecker checker;
  private final Optional<SecondOpinion> second;

  Scribe(
      ChatModel model, Settings settings, Planner planner, Map<String, Card> cards, Store store) {
    this.model = model;
    this.name = settings.service().model();
    this.planner = planner;
    this.cards = cards;
    this.store = store;
    this.checker = new RowChecker(cards.keySet());
    this.second =
        settings.asking().checker().map(other -> new SecondOpinion(model, other, planner));
  }

  /**
   * @throws ModelFailed where rows or opinions cannot be had; then none of the rows is kept
   */
  Harvest write(Order order) throws ModelFailed, InterruptedException {
    Prompt prompt =
        Prompts.write(order, cards, store.last(order.slot(), SHOWN), planner.seed(order.id()));
    var reading = ReplyReader.read(model.ask(name, prompt), "query");
    Harvest harvest = new Harvest();
    for (int i = 0; i < reading.broken(); i++) {
      harvest.refuse(Reason.BROKEN, "");
    }
    List<Row> fresh = fresh(reading.objects(), order, harvest);
    if (!fresh.isEmpty()) {
      judge(fresh, order, harvest);
    }
    return harvest;
  }

  private List<Row> fresh(List<JsonNode> objects, Order order, Harvest harvest) {
    List<Optional<Wish>> open = new ArrayList<>(order.wishes().stream().map(Optional::of).toList());
    List<Row> fresh = new ArrayList<>();
    for (JsonNode object : objects) {
      Optional<Wish> wish = wish(object, open);
      if (wish.isEmpty()) {
        harvest.refuse(Reason.UNASKED, object.path("query").asText());
        continue;
      }
      switch (checker.check(object, order.slot(), wish.get())) {
        case Checked.Refused(Reason reason, String detail) -> {
          String query = object.path("query").asText();
          harvest.refuse(reason, detail.isEmpty() ? query : detail + ", in: " + query);
        }
        case Checked.Sound(Row row) ->
            store
                .duplicates()
                .claim(row.query())
                .ifPresentOrElse(
                    kind ->
                        harvest.refuse(
                            switch (kind) {
                              case EXACT -> Reason.DUPLICATE;
                              case NEAR -> Reason.NEAR_DUPLICATE;
                            },
                            row.query()),
                    () -> fresh.add(row));
      }
    }
    return fresh;
  }

  /** The wish of an object's number, or the first open one where it has none. */
  private static Optional<Wish> wish(JsonNode object, List<Optional<Wish>> open) {
    int number = object.path("n").asInt(0) - 1;
    if (!object.has("n")) {
      number = open.indexOf(open.stream().filter(Optional::isPresent).findFirst().orElse(null));
    }
    return number < 0 || number >= open.size()
        ? Optional.empty()
        : open.set(number, Optional.empty());
  }

  private void judge(List<Row> rows, Order order, Harvest harvest)
      throws ModelFailed, InterruptedException {
    if (second.isEmpty()) {
      rows.forEach(harvest::keep);
      return;
    }
    List<Optional<Opinion>> opinions = second.get().on(rows, order.id());
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      Optional<Opinion> opinion = opinions.get(i);
      if (opinion.filter(given -> given.agrees(row)).isPresent()) {
        harvest.keep(row);
      } else {
        harvest.doubt(row, opinion);
      }
    }
  }
}
