package io.octograph.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestBodyTest {

  static Stream<Arguments> badBodies() {
    return Stream.of(
        arguments(new byte[0], "The body is empty"),
        arguments(utf8("  "), "The body holds nothing"),
        arguments(utf8("null"), "The body holds null"),
        arguments(utf8("[1]"), "The body holds a list"),
        arguments(utf8("\"x\""), "The body holds text"),
        arguments(utf8("{"), "The body is not JSON"),
        arguments(utf8("{} {}"), "The body is not JSON"),
        arguments(utf8("{\"a\":1,\"a\":2}"), "Duplicate"),
        arguments(utf8("{\"a\":NaN}"), "The body is not JSON"),
        arguments(utf8("{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}"), "deeper than 200"),
        arguments(utf8("{\"a\":" + "9".repeat(5000) + "}"), "The body is not JSON"),
        arguments(new byte[] {'{', '}', 0}, "zero byte at offset 2"),
        arguments("{}".getBytes(StandardCharsets.UTF_16LE), "zero byte at offset 1"),
        arguments(new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'}, "not UTF-8"),
        arguments(new byte[] {(byte) 0x89, 'P', 'N', 'G'}, "not UTF-8"));
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void saysWhatIsWrongWithABody(byte[] body, String message) {
    assertThatThrownBy(() -> RequestBody.read(body))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.error().status()).isEqualTo(400))
        .hasMessageContaining(message);
  }

  static Stream<Arguments> badFields() {
    return Stream.of(
        field("{\"f\":1}", body -> body.text("f"), "f is 1; it must be text."),
        field("{\"f\":{}}", body -> body.text("f"), "f is an object; it must be text."),
        field("{\"f\":\"yes\"}", body -> body.flag("f"), "f is \"yes\"; it must be true or false."),
        field(
            "{\"f\":1.5}", body -> body.number("f", 1, 3), "f is 1.5; it must be a whole number."),
        field(
            "{\"f\":4}",
            body -> body.number("f", 1, 3),
            "f is 4; it must be a whole number from 1 to 3."),
        field(
            "{\"f\":99999999999999}",
            body -> body.number("f", 1, 3),
            "f is 99999999999999; it must be a whole number from 1 to 3."),
        field(
            "{\"f\":-0.5}",
            body -> body.decimal("f", 0, 2),
            "f is -0.5; it must be a number from 0.0 to 2.0."));
  }

  @ParameterizedTest
  @MethodSource("badFields")
  void namesAFieldItsValueAndTheMend(String json, Consumer<RequestBody> reading, String message) {
    RequestBody body = RequestBody.read(utf8(json));
    assertThatThrownBy(() -> reading.accept(body))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.error().status()).isEqualTo(400);
              assertThat(e.error().param()).contains("f");
              assertThat(e.error().message()).isEqualTo(message);
            });
  }

  @Test
  void takesNullForAbsentAndAByteOrderMarkForNothing() {
    RequestBody body = RequestBody.read(utf8("\uFEFF{\"f\":null,\"t\":\"\\ud800\\u0000\"}"));
    assertThat(body.text("f")).isEmpty();
    assertThat(body.number("g", 0, 1)).isEmpty();
    assertThat(body.text("t")).contains("\ud800\0");
  }

  private static Arguments field(String json, Consumer<RequestBody> reading, String message) {
    return arguments(json, reading, message);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
