/** What else one could route with: classifiers of text, fitted on the same rows in the same run. */
package io.octograph.evaluation.baseline;
