package io.octograph.data;

/**
 * Rows that are counted together.
 *
 * @param node empty for the forms whose rows are of several nodes or none
 * @param lang ISO 639-1
 */
record Slot(Form form, String node, String lang) {
  /** For example {@code single/math_gpt/en}, {@code compound//zh}. */
  String key() {
    return form.label() + "/" + node + "/" + lang;
  }
}
