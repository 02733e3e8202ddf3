package io.octograph.evaluation;

/**
 * A row as it is put to a router.
 *
 * @param whole with rewrites: only then there are further calls, as each is chosen after the
 *     rewrite before it; false asks for the first decision alone
 */
public record Asking(Row row, boolean whole) {}
