/**
 * Passes a client's request on to the OpenAI-compatible servers behind a node, as it is: choosing
 * an endpoint, trying another one before the first byte, watching that a stream comes to its end.
 */
package io.octograph.worker.upstream;
