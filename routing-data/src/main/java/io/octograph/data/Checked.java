package io.octograph.data;

/** What came of one object of a reply. */
sealed interface Checked {
  record Sound(Row row) implements Checked {}

  /**
   * @param detail what of it, as words for a person; may be empty
   */
  record Refused(Reason reason, String detail) implements Checked {}
}
