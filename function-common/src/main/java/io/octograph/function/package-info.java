/**
 * What the two functions have in common beside their own doors: every answer of the house, also to
 * a request that no resource sees, is in OpenAI's shape; the graph in use is reloaded and watched.
 */
package io.octograph.function;
