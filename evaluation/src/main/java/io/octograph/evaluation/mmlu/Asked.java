package io.octograph.evaluation.mmlu;

import java.util.Map;
import java.util.Optional;

/**
 * A question and what came of it in every setting.
 *
 * @param routing where the graph sent it; empty where it could not decide
 */
record Asked(Question question, Optional<Routing> routing, Map<Setting, Answer> answers) {
  boolean right(Setting setting) {
    return answers.get(setting).right(question);
  }
}
