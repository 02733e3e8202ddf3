package io.octograph.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Text to token ids and back, as Hugging Face's {@code tokenizers} does it.
 *
 * <p>Text is plain: whatever stands in it, {@link #encode} never gives the id of a special token.
 * The library looks for added tokens in any text, also where it is told to add no special tokens;
 * so it is given a tokenizer without them. Templates name special tokens by {@link #special}.
 */
public final class Tokenizer implements AutoCloseable {
  private static final Map<String, String> OPTIONS =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer plain;
  private final Map<String, Integer> specials;
  private final Map<Integer, String> specialTexts;

  /** What a word becomes that the vocabulary cannot spell; empty where it can spell all. */
  private final String unknown;

  private Tokenizer(HuggingFaceTokenizer plain, Map<String, Integer> specials, String unknown) {
    this.plain = plain;
    this.unknown = unknown;
    this.specials = specials;
    this.specialTexts = new HashMap<>();
    specials.forEach((text, id) -> specialTexts.put(id, text));
  }

  /** Reads a {@code tokenizer.json}. */
  public static Tokenizer load(Path file) {
    try (var json = Files.newInputStream(file)) {
      return load(json, file.toString());
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Reads a {@code tokenizer.json} from anywhere.
   *
   * @param name of it, for messages
   */
  static Tokenizer load(InputStream source, String name) {
    Telemetry.off();
    try {
      var mapper = new ObjectMapper();
      var root = (ObjectNode) mapper.readTree(source);
      var specials = new TreeMap<String, Integer>();
      var kept = mapper.createArrayNode();
      for (var token : root.withArray("added_tokens")) {
        var content = token.path("content").asText();
        // Runs of spaces that some vocabularies add are text; they cannot steer a model.
        if (content.isBlank() && !token.path("special").asBoolean()) {
          kept.add(token);
        } else {
          specials.put(content, token.path("id").asInt());
        }
      }
      root.<ArrayNode>set("added_tokens", kept);
      root.putNull("post_processor");
      var json = new ByteArrayInputStream(mapper.writeValueAsBytes(root));
      var unknown = root.path("model").path("unk_token").asText("");
      return new Tokenizer(HuggingFaceTokenizer.newInstance(json, OPTIONS), specials, unknown);
    } catch (IOException | RuntimeException e) {
      throw unreadable(name, e);
    }
  }

  private static ModelException unreadable(String name, Exception e) {
    return new ModelException(
        "The tokenizer %s cannot be read: %s".formatted(name, e.getMessage()), e);
  }

  /** The ids of a text; special tokens in it are read as the characters they consist of. */
  public int[] encode(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    var ids = plain.encode(wellFormed(text), false, false).getIds();
    var result = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      result[i] = Math.toIntExact(ids[i]);
      var special = specialTexts.get(result[i]);
      if (special != null && !special.equals(unknown)) {
        throw new ModelException(
            "The tokenizer made the special token %s out of plain text. Its vocabulary is not safe."
                .formatted(special));
      }
    }
    return result;
  }

  /** The text of ids; special tokens, and ids the vocabulary does not have, are left out. */
  public String decode(int[] ids) {
    var text =
        Arrays.stream(ids).filter(id -> !specialTexts.containsKey(id)).asLongStream().toArray();
    return text.length == 0 ? "" : plain.decode(text, false);
  }

  /** The id of a special token such as {@code <|im_end|>}. */
  public int special(String token) {
    var id = specials.get(token);
    if (id == null) {
      throw new ModelException(
          "The tokenizer has no special token '%s'; it has %s."
              .formatted(token, specials.keySet()));
    }
    return id;
  }

  /** All special tokens with their ids. */
  public Map<String, Integer> specials() {
    return specials;
  }

  /** Decodes token by token; see {@link TextStream}. */
  public TextStream stream() {
    return new TextStream(this);
  }

  @Override
  public void close() {
    plain.close();
  }

  /** Half a surrogate pair is no character; the native side would garble the whole text with it. */
  private static String wellFormed(String text) {
    StringBuilder mended = null;
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 < text.length()
            && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          i++;
        } else {
          mended = mended == null ? new StringBuilder(text) : mended;
          mended.setCharAt(i, '\uFFFD');
        }
      }
    }
    return mended == null ? text : mended.toString();
  }
}
