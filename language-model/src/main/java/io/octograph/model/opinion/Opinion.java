package io.octograph.model.opinion;

import java.util.Map;
import java.util.Optional;

/**
 * Somebody else than the master who can tell from a query's text which node it is for. An opinion
 * is cheap beside the master's run, the same for the same text whenever it is asked, and about
 * neighbours only: it does not know of <em>none</em>, <em>finish</em>, turns before the query or
 * answers, and is not asked where there are any of the last two. Safe for use by several threads.
 */
public interface Opinion {
  /**
   * The natural logarithms of the probabilities of all nodes it knows, up to a common summand.
   *
   * @param query as the user wrote it, of any length
   * @return empty where it has no opinion on such a text, and then always for that text
   * @throws io.octograph.model.ModelException where it cannot be formed
   */
  Optional<Map<String, Double>> on(String query);
}
