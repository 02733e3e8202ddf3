package io.octograph.evaluation;

/** The groups by which figures are shown: the two first-class languages, and all others. */
public final class Languages {
  public static final String OTHER = "other";

  private Languages() {}

  /** {@code en}, {@code zh} or {@link #OTHER}; a row that says nothing is told by its letters. */
  public static String group(Row row) {
    String language = row.labels().language().orElseGet(() -> hasHan(row.query()) ? "zh" : "en");
    return switch (language) {
      case "en", "zh" -> language;
      default -> OTHER;
    };
  }

  /** Some letter of it is Chinese. */
  public static boolean hasHan(String text) {
    return text.codePoints().anyMatch(Character::isIdeographic);
  }
}
