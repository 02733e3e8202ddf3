/** Second opinions on a master's decision, from the query's text alone (docs/adr/0018). */
package io.octograph.model.opinion;
