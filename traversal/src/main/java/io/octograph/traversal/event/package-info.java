/**
 * The contract of Octograph's CloudEvents: names of types and attributes, what each carries, and
 * how ids are derived. No transport and no JSON mapper: functions bring theirs.
 */
package io.octograph.traversal.event;
