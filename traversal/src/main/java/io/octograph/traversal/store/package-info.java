/**
 * What walks by events keep between events: the walks, and the leases and outcomes of their steps.
 * Two small interfaces, and both kept in the memory of one process; other stores live with the
 * functions that bring their clients.
 */
package io.octograph.traversal.store;
