/** Queries that nobody waits for: taken at once, looked at later, followed as they go. */
package io.octograph.router.query;
