/**
 * The walk by events: the contract of Octograph's CloudEvents (names of types and attributes, what
 * each carries, how ids are derived), and what routers and workers do with one. No transport and no
 * JSON mapper: functions bring theirs.
 */
package io.octograph.traversal.event;
