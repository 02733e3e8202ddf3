/**
 * The door of events that both functions have: CloudEvents over HTTP to and from the records of
 * {@link io.octograph.traversal.event}, and what becomes of an event that cannot be handled.
 *
 * <p>Funqy picks the function by the event's type. All else that it leaves open is settled here: it
 * hands on attributes as their headers spell them, loses attributes that are JSON numbers, and
 * answers every fault with 500.
 */
package io.octograph.event;
