/**
 * Makes training rows from a graph's docstrings with any OpenAI-compatible chat model: {@link
 * io.octograph.data.DataRun} is the door. The way is that of Octopus v4 (arXiv 2404.19296):
 * synthetic rows, at temperatures that give variety, checked before they are kept.
 */
package io.octograph.data;
