/** The report as a page: HTML and SVG, made of text alone. */
package io.octograph.evaluation.page;
