package io.octograph.evaluation.mmlu;

import java.util.List;

/**
 * The text a worker gets: that of Hendrycks et al. (Measuring Massive Multitask Language
 * Understanding, ICLR 2021), as EleutherAI's lm-evaluation-harness has it.
 *
 * <pre>
 * The following are multiple choice questions (with answers) about abstract algebra.
 *
 * [for each example: question, choices, "Answer: B", an empty line]
 * The question
 * A. first choice
 * B. second choice
 * Answer:
 * </pre>
 */
final class Prompt {
  private Prompt() {}

  /**
   * The whole text, one user message.
   *
   * @param asked what stands in the question's place: itself, or the master's rewrite of it
   * @param examples solved questions of the same subject, maybe none
   */
  static String of(Question question, String asked, List<Question> examples) {
    StringBuilder text = new StringBuilder();
    text.append("The following are multiple choice questions (with answers) about ")
        .append(question.subjectInWords())
        .append(".\n\n");
    for (Question example : examples) {
      text.append(withChoices(example.text(), example))
          .append("\nAnswer: ")
          .append(example.answer())
          .append("\n\n");
    }
    return text.append(withChoices(asked, question)).append("\nAnswer:").toString();
  }

  /** A question with its lettered choices, a line each. */
  static String withChoices(String asked, Question question) {
    StringBuilder text = new StringBuilder(asked);
    for (int i = 0; i < question.choices().size(); i++) {
      text.append('\n').append((char) ('A' + i)).append(". ").append(question.choices().get(i));
    }
    return text.toString();
  }
}
