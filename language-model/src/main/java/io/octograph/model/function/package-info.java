/**
 * Constrained decoding: a function's JSON Schema as a language of bytes, and which tokens of a
 * vocabulary may come next so that what is written is in it.
 */
package io.octograph.model.function;
