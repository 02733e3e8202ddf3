package io.octograph.event;

import io.octograph.openai.Json;
import io.octograph.openai.Words;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Makes a sentence of the body that a broker was refused with. */
final class ErrorData {
  private static final int SHOWN = 300;

  private ErrorData() {}

  /**
   * @param data the body, in base64 as Knative has it or plain; brokers cut it at 1 kB
   * @return the message of an error in OpenAI's shape, else the text itself; may be empty
   */
  static String sentence(String data) {
    var text = decoded(data.strip());
    return Json.object(text)
        .map(json -> json.at("/error/message").asText(""))
        .filter(message -> !message.isBlank())
        .map(message -> Words.clip(message, SHOWN))
        .orElseGet(() -> Words.clip(text.strip(), SHOWN));
  }

  private static String decoded(String data) {
    try {
      return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException plain) {
      return data;
    }
  }
}
