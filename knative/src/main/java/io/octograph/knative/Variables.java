package io.octograph.knative;

import io.octograph.graph.Graph;
import io.octograph.graph.GraphReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment variables of graph files. At rendering none of them has a value: the file is read
 * with a default where it has one, and with a stand-in for addresses, keys and texts, of which the
 * manifests say nothing.
 */
final class Variables {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:[^}$]*)?}");
  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(KEY|TOKEN|SECRET|PASSWORD)", Pattern.CASE_INSENSITIVE);

  /** Fields that may hold any text. Of a number, a time or a name there is no stand-in. */
  private static final Set<String> TEXTS =
      Set.of("api-key", "model", "description", "prompt-style", "system-prompt", "docstring");

  /** Knative sets the first four itself and refuses to have them set; the others are ours. */
  private static final Pattern TAKEN =
      Pattern.compile(
          "PORT|K_SERVICE|K_CONFIGURATION|K_REVISION|K_SINK|K_CE_OVERRIDES|OCTOGRAPH_.*"
              + "|QUARKUS_HTTP_HOST|DJL_CACHE_DIR");

  private Variables() {}

  /**
   * Those that the file names, by name; not the workers' address, which the renderer gives.
   *
   * @throws IllegalArgumentException if one has a name that is taken in every pod
   */
  static List<Variable> of(GraphTree tree) {
    Map<String, Variable> variables = new TreeMap<>();
    tree.scalars(
        (field, text) -> {
          Matcher reference = REFERENCE.matcher(text);
          while (reference.find()) {
            String name = reference.group(1);
            if (name != null && !name.equals(GraphReader.WORKER_URL)) {
              checkFree(name);
              boolean secret = field.equals("api-key") || SECRET_NAME.matcher(name).matches();
              Variable variable = new Variable(name, secret, reference.group(2) != null);
              variables.merge(name, variable, Variable::and);
            }
          }
        });
    return List.copyOf(variables.values());
  }

  private static void checkFree(String name) {
    if (TAKEN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The graph has a variable ${%s}, which in a pod has a meaning of its own; give it another name, such as MODEL_%s."
              .formatted(name, name));
    }
  }

  /**
   * Reads the file of which the tree is.
   *
   * @throws io.octograph.graph.InvalidGraphException with all problems
   */
  static Graph read(String yaml, String source, Optional<GraphTree> tree) {
    Map<String, String> standIns = new HashMap<>();
    tree.ifPresent(found -> found.scalars((field, text) -> standIns(field, text, standIns)));
    return new GraphReader(name -> Optional.ofNullable(standIns.get(name))).read(yaml, source);
  }

  private static void standIns(String field, String text, Map<String, String> standIns) {
    Matcher reference = REFERENCE.matcher(text);
    while (reference.find()) {
      boolean needed = reference.group(1) != null && reference.group(2) == null;
      if (needed && field.equals("url")) {
        standIns.put(reference.group(1), inAddress(text.substring(0, reference.start())));
      } else if (needed && TEXTS.contains(field)) {
        standIns.putIfAbsent(reference.group(1), "stand-in");
      }
    }
  }

  private static String inAddress(String before) {
    if (before.isEmpty()) {
      return "http://stand-in.invalid";
    }
    boolean port = before.endsWith(":") && !before.endsWith("://");
    return port ? "80" : "stand-in";
  }
}
