package io.octograph.evaluation.mmlu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers by what was asked, so that nothing is asked, or paid, twice: the same request in two
 * settings of one run, and with a file also in a run that goes on where another ended. Its lines
 * are {@code {"key", "reply", "ms"}}, each written when the answer is there. Safe for use by
 * several threads.
 */
public final class Journal implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An answer of the router.
   *
   * @param millis from the request to the whole answer, when it was asked
   */
  record Reply(JsonNode json, long millis) {}

  private final Map<String, Reply> known = new ConcurrentHashMap<>();
  private final Optional<Writer> writer;

  private Journal(Optional<Writer> writer) {
    this.writer = writer;
  }

  /** One that ends with the run. */
  public static Journal inMemory() {
    return new Journal(Optional.empty());
  }

  /**
   * One that goes on with a file, or begins it. A line that broke off when a run was killed is
   * passed over: what it was about is asked again.
   */
  public static Journal open(Path file) throws IOException {
    String before = "";
    try {
      before = Files.readString(file);
    } catch (NoSuchFileException e) {
      // begun below
    }
    Writer writer =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Journal journal = new Journal(Optional.of(writer));
    before.lines().forEach(journal::recall);
    if (!before.isEmpty() && !before.endsWith("\n")) {
      writer.write('\n');
    }
    return journal;
  }

  private void recall(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      if (json.path("key").isTextual() && json.path("reply").isObject()) {
        known.put(
            json.path("key").asText(), new Reply(json.path("reply"), json.path("ms").asLong()));
      }
    } catch (JsonProcessingException e) {
      // broke off
    }
  }

  /** How many answers it has. */
  public int size() {
    return known.size();
  }

  /** The key of a request: a digest of all that decides about its answer. */
  static String key(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  Optional<Reply> find(String key) {
    return Optional.ofNullable(known.get(key));
  }

  void add(String key, Reply reply) throws IOException {
    known.put(key, reply);
    if (writer.isPresent()) {
      var line = JSON.createObjectNode().put("key", key).put("ms", reply.millis());
      line.set("reply", reply.json());
      synchronized (this) {
        writer.get().write(line + "\n");
        writer.get().flush();
      }
    }
  }

  @Override
  public void close() {
    writer.ifPresent(
        open -> {
          try {
            open.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
