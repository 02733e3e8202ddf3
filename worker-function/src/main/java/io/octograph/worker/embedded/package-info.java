/** A node's answers by a model in this process, in the shape and stream of OpenAI's API. */
package io.octograph.worker.embedded;
