/**
 * The worker function: the doors of the graph's workers. It knows nothing of masters and walks; a
 * node here is a name, a system prompt and the place where its model runs.
 */
package io.octograph.worker;
