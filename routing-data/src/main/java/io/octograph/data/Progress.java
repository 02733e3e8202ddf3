package io.octograph.data;

/**
 * How far a run is, for whoever watches.
 *
 * @param kept rows that are there, of {@code wanted}
 * @param line all figures in one line; what matters most stands first
 */
public record Progress(int kept, int wanted, String line) {}
