package io.octograph.evaluation.mmlu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads and picks questions. A line is {@code {"subject", "node", "question", "choices": […],
 * "answer": "B"}}.
 */
public final class Questions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Questions() {}

  /**
   * All questions of a file, in its order.
   *
   * @throws IllegalArgumentException where a line is no question; the message names file, line and
   *     mend
   */
  public static List<Question> read(Path file) throws IOException {
    List<Question> questions = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        questions.add(question(line, file + ":" + number));
      }
    }
    return questions;
  }

  private static Question question(String line, String place) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          place + " is not JSON: " + e.getOriginalMessage() + ". A line holds one object.", e);
    }
    List<String> choices = new ArrayList<>();
    json.path("choices").forEach(choice -> choices.add(choice.asText().strip()));
    String subject = json.path("subject").asText();
    String node = json.path("node").asText();
    String text = json.path("question").asText().strip();
    String answer = json.path("answer").asText();
    if (subject.isBlank() || node.isBlank() || text.isEmpty() || answer.length() != 1) {
      throw new IllegalArgumentException(
          place
              + " is no question. A line is {\"subject\": …, \"node\": …, \"question\": …,"
              + " \"choices\": [four texts], \"answer\": \"B\"}.");
    }
    try {
      return new Question(subject, node, text, choices, answer.charAt(0));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }

  /**
   * Some of the questions, as many of each subject as can be, in their order: subjects take turns,
   * and of each the next of a shuffled deck is taken. The same seed picks the same.
   *
   * @param count 1 or more; all are taken where there are no more
   */
  public static List<Question> pick(List<Question> all, int count, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException("The limit is " + count + "; give 1 or more.");
    }
    Random random = new Random(seed);
    Map<String, List<Integer>> bySubject = new TreeMap<>();
    for (int i = 0; i < all.size(); i++) {
      bySubject.computeIfAbsent(all.get(i).subject(), _ -> new ArrayList<>()).add(i);
    }
    List<Deque<Integer>> decks = new ArrayList<>();
    for (List<Integer> deck : bySubject.values()) {
      Collections.shuffle(deck, random);
      decks.add(new ArrayDeque<>(deck));
    }
    // else the first subjects of the alphabet would always have the ones left over
    Collections.shuffle(decks, random);
    List<Integer> picked = new ArrayList<>();
    for (int turn = 0; picked.size() < Math.min(count, all.size()); turn++) {
      Deque<Integer> deck = decks.get(turn % decks.size());
      if (!deck.isEmpty()) {
        picked.add(deck.pop());
      }
    }
    return picked.stream().sorted().map(all::get).toList();
  }

  /**
   * The first questions of each subject, to be shown before those that are asked.
   *
   * @param shots how many of each, 0 or more
   * @param asked the questions whose subjects are needed
   * @throws IllegalArgumentException where a subject has too few; the message names it
   */
  static Map<String, List<Question>> examples(List<Question> all, int shots, List<Question> asked) {
    Map<String, List<Question>> bySubject =
        all.stream().collect(Collectors.groupingBy(Question::subject));
    Map<String, List<Question>> examples = new TreeMap<>();
    for (Question question : asked) {
      List<Question> known = bySubject.getOrDefault(question.subject(), List.of());
      if (known.size() < shots) {
        throw new IllegalArgumentException(
            "Of the subject %s there are %d examples, and %d are to be shown; give a file with more."
                .formatted(question.subject(), known.size(), shots));
      }
      examples.put(question.subject(), known.subList(0, shots));
    }
    return examples;
  }
}
