/**
 * What walks keep between events, in Redis where its address is set and else in memory. Each method
 * of a store is one atomic script or one command. All keys of a walk share a hash tag, so that a
 * Redis Cluster keeps them in one slot; time is Redis's own.
 */
package io.octograph.store;
