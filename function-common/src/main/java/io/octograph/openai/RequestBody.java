package io.octograph.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The body of a request: its bytes as they came, and the object they hold. Fields are read with
 * their type checked; {@link #edit()} changes single values and leaves all other bytes alone.
 */
public final class RequestBody {
  private final byte[] bytes;
  private final ObjectNode object;

  private RequestBody(byte[] bytes, ObjectNode object) {
    this.bytes = bytes;
    this.object = object;
  }

  /**
   * @throws ApiException 400 if the bytes are not one JSON object in UTF-8
   */
  public static RequestBody read(byte[] bytes) {
    if (bytes == null || bytes.length == 0) {
      throw malformed("The body is empty. Send a JSON object.");
    }
    byte[] text = withoutMark(bytes);
    checkUtf8(text);
    try {
      JsonNode node = Json.read(text);
      if (node instanceof ObjectNode object) {
        return new RequestBody(text, object);
      }
      String kind = node.isMissingNode() ? "nothing" : Words.kind(node);
      throw malformed("The body holds " + kind + ". Send a JSON object.");
    } catch (JsonProcessingException e) {
      throw malformed("The body is not JSON: " + Words.cause(e) + ".");
    } catch (IOException e) {
      throw malformed("The body is not JSON.");
    }
  }

  public byte[] bytes() {
    return bytes;
  }

  public ObjectNode object() {
    return object;
  }

  public BodyEdit edit() {
    return new BodyEdit(bytes);
  }

  /** A field that is text; null counts as absent. */
  public Optional<String> text(String name) {
    return field(name, "text").map(JsonNode::textValue);
  }

  /** A field that is true or false; null counts as absent. */
  public Optional<Boolean> flag(String name) {
    return field(name, "true or false").map(JsonNode::booleanValue);
  }

  /** A field that is a whole number in these bounds; null counts as absent. */
  public Optional<Integer> number(String name, int least, int most) {
    Optional<JsonNode> node = field(name, "a whole number");
    node.filter(n -> !n.canConvertToInt() || n.intValue() < least || n.intValue() > most)
        .ifPresent(
            n -> {
              String range = least + " to " + most;
              throw ApiError.invalid(name, Words.wrong(name, n, "a whole number from " + range))
                  .exception();
            });
    return node.map(JsonNode::intValue);
  }

  /** A field that is a number in these bounds; null counts as absent. */
  public Optional<Double> decimal(String name, double least, double most) {
    Optional<JsonNode> node = field(name, "a number");
    node.filter(n -> !(n.doubleValue() >= least && n.doubleValue() <= most))
        .ifPresent(
            n -> {
              String range = "a number from %s to %s".formatted(least, most);
              throw ApiError.invalid(name, Words.wrong(name, n, range)).exception();
            });
    return node.map(JsonNode::doubleValue);
  }

  private Optional<JsonNode> field(String name, String wanted) {
    JsonNode node = object.get(name);
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    boolean fits =
        switch (wanted) {
          case "text" -> node.isTextual();
          case "true or false" -> node.isBoolean();
          case "a number" -> node.isNumber();
          default -> node.isIntegralNumber();
        };
    if (!fits) {
      throw ApiError.invalid(name, Words.wrong(name, node, wanted)).exception();
    }
    return Optional.of(node);
  }

  private static byte[] withoutMark(byte[] bytes) {
    boolean marked =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
  }

  /** Jackson would guess UTF-16 or UTF-32 from zero bytes; then no offset would be right. */
  private static void checkUtf8(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        throw malformed("The body has a zero byte at offset " + i + ". Send JSON in UTF-8.");
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw malformed("The body is not UTF-8. Send JSON in UTF-8.");
    }
  }

  private static ApiException malformed(String message) {
    return ApiError.of(400, "malformed_json", message).exception();
  }
}
