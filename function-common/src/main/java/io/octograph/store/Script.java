package io.octograph.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script, which Redis runs whole or not at all and nothing else meanwhile.
 *
 * @param text in Lua
 * @param sha its SHA-1 in hex, under which Redis remembers it
 */
record Script(String text, String sha) {

  /** The script of that name among the resources. */
  static Script of(String name) {
    try (var in = Script.class.getResourceAsStream("/redis/" + name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException("This build lacks the script redis/" + name + ".lua.");
      }
      var bytes = in.readAllBytes();
      var sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
      return new Script(new String(bytes, StandardCharsets.UTF_8), sha);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException("Every Java platform has SHA-1.", never);
    }
  }
}
