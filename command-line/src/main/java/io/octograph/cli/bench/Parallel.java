package io.octograph.cli.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The texts of our data that the bundled master is known to make several calls of. */
public final class Parallel {
  private static final int BYTES = 6;

  private Parallel() {}

  /** Knows a text by the beginning of its SHA-256; the resource says how it was made. */
  public static Predicate<String> read() throws IOException {
    try (var list = Parallel.class.getResourceAsStream("/bench/parallel.txt")) {
      Set<String> known =
          new String(list.readAllBytes(), StandardCharsets.US_ASCII)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .collect(Collectors.toUnmodifiableSet());
      return text -> known.contains(digest(text));
    }
  }

  private static String digest(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
