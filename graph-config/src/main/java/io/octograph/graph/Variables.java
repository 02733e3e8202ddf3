package io.octograph.graph;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills {@code ${NAME}} and {@code ${NAME:default}}; {@code $${} is a plain {@code ${}. */
final class Variables {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}$]*))?}|\\$\\{");

  private final java.util.function.Function<String, Optional<String>> environment;

  Variables(java.util.function.Function<String, Optional<String>> environment) {
    this.environment = environment;
  }

  static boolean in(String text) {
    return text.contains("${");
  }

  /** The text with every variable filled; nothing after its problems have been reported. */
  Optional<String> fill(Yaml.Text text, Optional<String> node, Report report) {
    if (!in(text.value())) {
      return Optional.of(text.value());
    }
    boolean complete = true;
    StringBuilder filled = new StringBuilder();
    Matcher reference = REFERENCE.matcher(text.value());
    while (reference.find()) {
      Optional<String> value = value(reference);
      if (value.isEmpty()) {
        complete = false;
        report(reference.group(1), text.line(), node, report);
      }
      reference.appendReplacement(filled, Matcher.quoteReplacement(value.orElse("")));
    }
    reference.appendTail(filled);
    return complete ? Optional.of(filled.toString()) : Optional.empty();
  }

  private Optional<String> value(Matcher reference) {
    if (reference.group().equals("$${")) {
      return Optional.of("${");
    }
    if (reference.group(1) == null) {
      return Optional.empty();
    }
    // An empty variable counts as missing, as ${NAME:-default} does in a shell.
    return environment
        .apply(reference.group(1))
        .filter(value -> !value.isEmpty())
        .or(() -> Optional.ofNullable(reference.group(2)));
  }

  private static void report(String name, int line, Optional<String> node, Report report) {
    if (name == null) {
      report.add(
          line,
          node,
          "A ${ here begins no variable.",
          "Write ${NAME} or ${NAME:default} (letters, digits and _ in the name, no } or $ in the"
              + " default), or $${ for a plain ${.");
      return;
    }
    report.add(
        line,
        node,
        "The environment variable " + name + " is not set.",
        "Set " + name + ", or give a default: ${" + name + ":…}.");
  }
}
