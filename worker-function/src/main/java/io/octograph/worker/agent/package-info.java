/**
 * A node's answers by functions: a model chooses them and writes their arguments, the functions are
 * called over HTTP, and the answer says what was called and what came back (docs/agents.md).
 */
package io.octograph.worker.agent;
