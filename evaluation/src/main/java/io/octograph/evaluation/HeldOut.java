package io.octograph.evaluation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The tenth of a data set that no training run sees. The trainer knows the same rule. */
public final class HeldOut {
  private HeldOut() {}

  /**
   * True where the first eight hexadecimal digits of the SHA-256 of the query's UTF-8 bytes, read
   * as an unsigned number, are a multiple of ten.
   */
  public static boolean test(String query) {
    String digits = HexFormat.of().formatHex(sha256(query), 0, 4);
    return Long.parseLong(digits, 16) % 10 == 0;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
