package io.octograph.evaluation.mmlu;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The four groups of MMLU's 57 subjects, as its authors have them (Hendrycks et al., 2021). */
final class Groups {
  /** Where a file has subjects that MMLU has not. */
  static final String NONE = "not of MMLU";

  static final List<String> NAMES = List.of("STEM", "humanities", "social sciences", "other", NONE);

  private static final String STEM =
      """
      abstract_algebra astronomy college_biology college_chemistry college_computer_science
      college_mathematics college_physics computer_security conceptual_physics
      electrical_engineering elementary_mathematics high_school_biology high_school_chemistry
      high_school_computer_science high_school_mathematics high_school_physics
      high_school_statistics machine_learning
      """;
  private static final String HUMANITIES =
      """
      formal_logic high_school_european_history high_school_us_history high_school_world_history
      international_law jurisprudence logical_fallacies moral_disputes moral_scenarios philosophy
      prehistory professional_law world_religions
      """;
  private static final String SOCIAL_SCIENCES =
      """
      econometrics high_school_geography high_school_government_and_politics
      high_school_macroeconomics high_school_microeconomics high_school_psychology human_sexuality
      professional_psychology public_relations security_studies sociology us_foreign_policy
      """;
  private static final String OTHER =
      """
      anatomy business_ethics clinical_knowledge college_medicine global_facts human_aging
      management marketing medical_genetics miscellaneous nutrition professional_accounting
      professional_medicine virology
      """;

  /** Subject → group. */
  static final Map<String, String> BY_SUBJECT =
      Stream.of(
              all("STEM", STEM),
              all("humanities", HUMANITIES),
              all("social sciences", SOCIAL_SCIENCES),
              all("other", OTHER))
          .flatMap(group -> group.entrySet().stream())
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private Groups() {}

  static String of(Question question) {
    return BY_SUBJECT.getOrDefault(question.subject(), NONE);
  }

  private static Map<String, String> all(String group, String subjects) {
    return Stream.of(subjects.strip().split("\\s+"))
        .collect(Collectors.toMap(subject -> subject, _ -> group));
  }
}
