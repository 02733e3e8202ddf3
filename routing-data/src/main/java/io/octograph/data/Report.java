package io.octograph.data;

import java.util.Optional;

/**
 * What a run came to.
 *
 * @param complete every row that was asked for is there
 * @param why what ended it before, as sentences
 * @param table rows by node and form, refused rows by reason, and what was used
 */
public record Report(boolean complete, Optional<String> why, String table) {}
