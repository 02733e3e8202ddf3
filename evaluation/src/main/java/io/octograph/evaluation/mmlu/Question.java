package io.octograph.evaluation.mmlu;

import java.util.List;

/**
 * A question with its choices.
 *
 * @param subject as MMLU names it, such as {@code abstract_algebra}
 * @param node the node whose field it is, right for the oracle
 * @param text the question alone
 * @param choices 2 to 10, lettered from A
 * @param answer the letter of the right one
 */
public record Question(
    String subject, String node, String text, List<String> choices, char answer) {
  static final int MOST_CHOICES = 10;

  public Question {
    choices = List.copyOf(choices);
    if (choices.size() < 2 || choices.size() > MOST_CHOICES) {
      throw new IllegalArgumentException(
          "The question has %d choices; give 2 to %d.".formatted(choices.size(), MOST_CHOICES));
    }
    if (answer < 'A' || answer >= 'A' + choices.size()) {
      throw new IllegalArgumentException(
          "The answer is %s; give the letter of a choice, A to %s."
              .formatted(answer, (char) ('A' + choices.size() - 1)));
    }
  }

  /** The subject in words, as prompts have it. */
  String subjectInWords() {
    return subject.replace('_', ' ');
  }
}
