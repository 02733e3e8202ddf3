/**
 * The verbs of {@code ./octograph} that speak to the functions: their arguments, what they print,
 * and in which order things happen. How processes are kept is in {@code process}, how answers are
 * read in {@code http}.
 */
package io.octograph.cli;
