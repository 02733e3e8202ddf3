/**
 * The graph: nodes (masters and workers), edges and limits, as records; the reader of graph files
 * with its checks; the ready graphs that come with Octograph.
 *
 * <p>It is data alone. It opens no model, calls no node and knows no framework: whether a model's
 * folder or a server is really there is found out by the functions that use it.
 */
package io.octograph.graph;
