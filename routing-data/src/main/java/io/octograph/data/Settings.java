package io.octograph.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run is asked to do. */
public record Settings(Wanted wanted, Asking asking, Service service, Files files) {
  /** Styles of single rows, exam the most frequent, as in {@code training/data/README.md}. */
  public static final String STYLES =
      "exam:3,question,imperative,short,keywords,scenario,chatty,typo,expert";

  /**
   * Which rows.
   *
   * @param rows of all forms together, for each node, 1 to 100,000
   * @param forms share of each form
   * @param languages share of each language, by ISO 639-1
   * @param styles share of each style among the single rows
   * @param hard share of the single rows that use words of another node's field, 0 to 1
   */
  public record Wanted(
      int rows,
      Map<Form, Double> forms,
      Map<String, Double> languages,
      Map<String, Double> styles,
      double hard) {
    public Wanted {
      within("--rows", rows, 1, 100_000);
      within("--hard", hard, 0, 1);
      forms = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(forms));
      languages = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(languages));
      styles = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(styles));
      for (String lang : languages.keySet()) {
        if (!Tongue.known(lang)) {
          throw new IllegalArgumentException(
              "--languages has \"%s\"; a language is two small letters of ISO 639-1, e.g. en."
                  .formatted(lang));
        }
      }
      for (String style : styles.keySet()) {
        if (!Prompts.styles().containsKey(style)) {
          throw new IllegalArgumentException(
              "--styles has \"%s\". There are: %s."
                  .formatted(style, String.join(", ", Prompts.styles().keySet())));
        }
      }
    }
  }

  /**
   * How the model is asked.
   *
   * @param temperatures taken in turn, each 0 to 2
   * @param batch rows a request, 1 to 20
   * @param subtopics asked for each node before its rows, 0 to 200; 0 asks for none
   * @param checker the model of the second opinion; empty for none
   * @param seed of everything that is drawn, and sent with each request
   */
  public record Asking(
      List<Double> temperatures, int batch, int subtopics, Optional<String> checker, long seed) {
    public Asking {
      temperatures = List.copyOf(temperatures);
      if (temperatures.isEmpty()) {
        throw new IllegalArgumentException("--temperature is empty; give e.g. 1.0 or 0.7,1.0.");
      }
      temperatures.forEach(temperature -> within("--temperature", temperature, 0, 2));
      within("--batch", batch, 1, 20);
      within("--subtopics", subtopics, 0, 200);
    }
  }

  /**
   * The service that has the model.
   *
   * @param endpoint base address, e.g. {@code http://gpu-1:8000/v1}
   * @param key sent as a bearer token, never written anywhere
   * @param extra fields for the body of each request, e.g. for a server's own switches
   */
  public record Service(
      URI endpoint, String model, Optional<String> key, ObjectNode extra, Patience patience) {
    @Override
    public String toString() {
      return "Service[%s, %s]".formatted(endpoint, model);
    }
  }

  /**
   * How long, how often and how much is asked.
   *
   * @param timeout of one request, from 1 ms
   * @param retries after a fault that may pass, 0 to 20
   * @param retryWait before the first one, doubled each time; a server's Retry-After goes before it
   * @param concurrency requests under way at once, 1 to 256
   * @param budget for this file, the runs before this one included
   */
  public record Patience(
      Duration timeout, int retries, Duration retryWait, int concurrency, Budget.Most budget) {
    public Patience {
      within("--timeout", timeout.toMillis(), 1, Duration.ofHours(1).toMillis());
      within("--retries", retries, 0, 20);
      within("--retry-wait", retryWait.toMillis(), 0, Duration.ofMinutes(5).toMillis());
      within("--concurrency", concurrency, 1, 256);
    }
  }

  /**
   * Where rows go.
   *
   * @param out appended to
   * @param keepDoubtful rows over which the two opinions differ go into a file beside {@code out}
   * @param against files and folders of {@code *.jsonl} whose queries are not written again
   */
  public record Files(Path out, boolean keepDoubtful, List<Path> against) {
    public Files {
      against = List.copyOf(against);
    }

    /**
     * {@code my.doubtful} beside {@code my.jsonl}; no reader of a folder's rows takes it for one.
     */
    public Path doubtful() {
      return beside(".doubtful");
    }

    /** {@code my.journal} beside {@code my.jsonl}. */
    public Path journal() {
      return beside(".journal");
    }

    private Path beside(String ending) {
      return out.resolveSibling(
          out.getFileName().toString().replaceFirst("[.]jsonl$", "") + ending);
    }
  }

  private static void within(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s is %s; give a value from %s to %s."
              .formatted(option, plain(value), plain(least), plain(most)));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
