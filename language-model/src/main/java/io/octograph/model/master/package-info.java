/**
 * A master: a base model with an adapter whose functional tokens are a graph's nodes. It decides
 * where a query goes by one token and writes the query anew for the node it chose.
 *
 * <p>It implements the port {@link io.octograph.traversal.Decider}. It does not walk the graph,
 * does not guard rewrites and does not apply thresholds: the traversal does.
 */
package io.octograph.model.master;
