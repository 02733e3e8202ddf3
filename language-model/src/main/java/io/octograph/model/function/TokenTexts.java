package io.octograph.model.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.model.ModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The bytes that each token of a vocabulary stands for, and which of them a language lets come
 * next. The tokens are kept in the order of their bytes, so that a walk over all of them reads what
 * neighbours have in common once: the walk over a trie, without its nodes. Safe for use by several
 * threads.
 */
public final class TokenTexts {
  private static final byte[] NO_TEXT = {};

  /** By id; empty for special tokens and for ids that the vocabulary does not have. */
  private final byte[][] texts;

  private final int[] sorted;

  /** How many bytes the sorted token at an index has in common with the one before it. */
  private final int[] common;

  private final int longest;

  private TokenTexts(byte[][] texts) {
    this.texts = texts;
    this.sorted =
        IntStream.range(0, texts.length)
            .filter(id -> texts[id].length > 0)
            .boxed()
            .sorted(Comparator.comparing(id -> texts[id], Arrays::compareUnsigned))
            .mapToInt(Integer::intValue)
            .toArray();
    this.common = new int[sorted.length];
    for (int i = 1; i < sorted.length; i++) {
      var before = texts[sorted[i - 1]];
      var text = texts[sorted[i]];
      int mismatch = Arrays.mismatch(before, text);
      common[i] = mismatch < 0 ? text.length : mismatch;
    }
    this.longest = Arrays.stream(texts).mapToInt(text -> text.length).max().orElse(0);
  }

  /**
   * Reads the vocabulary of a {@code tokenizer.json}: of bytes written as printable characters
   * (GPT-2 and its kind), or of text with {@code ▁} for a space and {@code <0xE4>} for a byte
   * (SentencePiece).
   *
   * @throws ModelException where it cannot be read
   */
  public static TokenTexts read(Path tokenizer) {
    try {
      var root = new ObjectMapper().readTree(tokenizer.toFile());
      var vocabulary = root.path("model").path("vocab");
      if (!vocabulary.isObject() || vocabulary.isEmpty()) {
        throw new ModelException(
            "The tokenizer %s has no vocabulary by token; give the base one of the kinds BPE."
                .formatted(tokenizer));
      }
      var special = new HashSet<Integer>();
      root.path("added_tokens").forEach(token -> special.add(token.path("id").asInt()));
      boolean bytes = root.path("decoder").toString().contains("\"ByteLevel\"");
      return new TokenTexts(texts(vocabulary, special, bytes));
    } catch (IOException e) {
      throw new ModelException(
          "The tokenizer %s cannot be read: %s".formatted(tokenizer, e.getMessage()), e);
    }
  }

  private static byte[][] texts(JsonNode vocabulary, Set<Integer> special, boolean byteLevel) {
    int size = 1;
    for (var id : vocabulary) {
      size = Math.max(size, id.asInt() + 1);
    }
    var texts = new byte[size][];
    Arrays.fill(texts, NO_TEXT);
    int[] bytes = bytesOfCharacters();
    for (var entry : vocabulary.properties()) {
      int id = entry.getValue().asInt();
      if (!special.contains(id)) {
        texts[id] = byteLevel ? byteLevel(entry.getKey(), bytes) : pieces(entry.getKey());
      }
    }
    return texts;
  }

  private static byte[] byteLevel(String token, int[] bytes) {
    var text = new ByteArrayOutputStream();
    for (char c : token.toCharArray()) {
      if (c >= bytes.length || bytes[c] < 0) {
        return NO_TEXT;
      }
      text.write(bytes[c]);
    }
    return text.toByteArray();
  }

  private static byte[] pieces(String token) {
    if (token.matches("<0x[0-9A-F]{2}>")) {
      return new byte[] {(byte) Integer.parseInt(token.substring(3, 5), 16)};
    }
    return token.replace('▁', ' ').getBytes(StandardCharsets.UTF_8);
  }

  /** GPT-2's table: printable Latin-1 stands for itself, the other bytes for U+0100 and on. */
  private static int[] bytesOfCharacters() {
    var bytes = new int[256 + 68];
    Arrays.fill(bytes, -1);
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = b > 32 && b < 127 || b > 160 && b < 173 || b > 173;
      bytes[printable ? b : next++] = b;
    }
    return bytes;
  }

  /** The bytes of a token; none for a special one. */
  byte[] of(int id) {
    return id >= 0 && id < texts.length ? texts[id] : NO_TEXT;
  }

  /** Bytes of the longest token. */
  int longest() {
    return longest;
  }

  /** The tokens that may come next. */
  BitSet allowed(State state) {
    var allowed = new BitSet(texts.length);
    var path = new State[longest + 1];
    path[0] = state;
    int good = 0; // so many bytes of the last token lead somewhere
    for (int i = 0; i < sorted.length; i++) {
      if (common[i] > good) {
        continue; // it begins with the byte at which the last one failed
      }
      var text = texts[sorted[i]];
      int at = common[i];
      while (at < text.length) {
        var next = path[at].after(text[at] & 0xFF);
        if (next.dead()) {
          break;
        }
        path[++at] = next;
      }
      good = at;
      if (at == text.length) {
        allowed.set(sorted[i]);
      }
    }
    return allowed;
  }
}
