/**
 * The walk over a graph as a pure state machine: Walker takes the plain data of a {@link
 * io.octograph.traversal.Traversal} and an outcome, and gives back the next state with the commands
 * that are due. Whoever carries the commands ({@link io.octograph.traversal.TraversalRunner} in one
 * process, events between many) drives the same rules.
 *
 * <p>No transport, no threads (but the runner's), no clock, no model: masters are behind the port
 * {@link io.octograph.traversal.Decider}, workers behind {@link io.octograph.traversal.Caller}.
 */
package io.octograph.traversal;
