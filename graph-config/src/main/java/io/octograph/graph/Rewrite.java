package io.octograph.graph;

/** What happens to a query on its way to a worker. */
public enum Rewrite {
  /** The master's rewrite goes in place of the query. */
  REPLACE,
  /** The master's rewrite goes before the query. */
  PREFIX,
  /** The query goes as it is. */
  OFF
}
