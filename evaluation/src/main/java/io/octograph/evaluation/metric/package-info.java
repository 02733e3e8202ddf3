/** Figures of what was said and what was right; no router is known here. */
package io.octograph.evaluation.metric;
