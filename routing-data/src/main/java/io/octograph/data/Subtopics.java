package io.octograph.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.data.Order.Subtopic;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a node's rows can be about: a model that is asked for "a question" again and again asks the
 * same few, so it makes a list first.
 */
final class Subtopics {
  private static final int LONGEST = 80;

  private Subtopics() {}

  /** What a reply lists, without duplicates; the subjects themselves where it lists nothing. */
  static List<Subtopic> read(String reply, Card card) {
    List<Subtopic> found = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (JsonNode object : ReplyReader.read(reply, "subtopic").objects()) {
      String name = object.path("subtopic").asText("").strip();
      if (!name.isEmpty() && name.length() <= LONGEST && seen.add(Duplicates.folded(name))) {
        found.add(new Subtopic(subject(object, card), name));
      }
    }
    return found.isEmpty() ? subjects(card) : List.copyOf(found);
  }

  /** For a node whose list was not asked for. */
  static List<Subtopic> subjects(Card card) {
    return card.subjects().stream()
        .map(subject -> new Subtopic(Optional.of(subject), subject))
        .toList();
  }

  private static Optional<String> subject(JsonNode object, Card card) {
    String said = plain(object.path("subject").asText(""));
    return card.subjects().stream().filter(subject -> plain(subject).equals(said)).findFirst();
  }

  private static String plain(String subject) {
    return subject.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " ");
  }
}
