/**
 * The router's event door: what it does with each event, with dead ones and overdue walks, and
 * where its own go.
 */
package io.octograph.router.event;
