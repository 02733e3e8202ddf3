package io.octograph.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BodyEditTest {

  static Stream<Arguments> edits() {
    return Stream.of(
        edit("{\"model\":\"a\"}", set("b"), "{\"model\":\"b\"}"),
        edit(
            "{ \"x\" : 1.0e5 , \"model\" :\n\"a\\u0041\" }",
            set("b"),
            "{ \"x\" : 1.0e5 , \"model\" :\n\"b\" }"),
        edit("{\"model\":{\"a\":[1,2]},\"z\":-0.0}", set("b"), "{\"model\":\"b\",\"z\":-0.0}"),
        edit("{\"model\":12}", set("b"), "{\"model\":\"b\"}"),
        edit("{\"model\":null , \"y\":\"罢黜百家\"}", set("b"), "{\"model\":\"b\" , \"y\":\"罢黜百家\"}"),
        edit("{}", set("b"), "{\"model\":\"b\"}"),
        edit("{ \"x\":1}", set("b"), "{\"model\":\"b\", \"x\":1}"),
        edit("{\"a\":1,\"o\":{},\"b\":2}", remove("o"), "{\"a\":1,\"b\":2}"),
        edit("{\"a\":1 , \"o\":\"}\"}", remove("o"), "{\"a\":1}"),
        edit("{\"o\":[1]}", remove("o"), "{}"),
        edit("{\"o\":true, \"b\":2}", remove("o"), "{\"b\":2}"),
        edit("{\"a\":1}", remove("o"), "{\"a\":1}"),
        edit("{\"l\":[]}", first("l"), "{\"l\":[\"new\"]}"),
        edit("{\"l\":[ 1]}", first("l"), "{\"l\":[\"new\", 1]}"),
        edit(
            "{\"m\":[{\"c\":\"🐙\"},{\"c\":\"x\\n\",\"d\":1}],\"model\":\"q\"}",
            e ->
                e.replace(TextNode.valueOf("é\"\n"), "m", 1, "c")
                    .set("model", TextNode.valueOf("w")),
            "{\"m\":[{\"c\":\"🐙\"},{\"c\":\"é\\\"\\n\",\"d\":1}],\"model\":\"w\"}"));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void changesOneValueAndNoOtherByte(String from, UnaryOperator<BodyEdit> edit, String to) {
    BodyEdit done = edit.apply(RequestBody.read(from.getBytes(StandardCharsets.UTF_8)).edit());
    assertThat(new String(done.bytes(), StandardCharsets.UTF_8)).isEqualTo(to);
  }

  private static Arguments edit(String from, UnaryOperator<BodyEdit> edit, String to) {
    return Arguments.of(from, edit, to);
  }

  private static UnaryOperator<BodyEdit> set(String model) {
    return edit -> edit.set("model", TextNode.valueOf(model));
  }

  private static UnaryOperator<BodyEdit> remove(String field) {
    return edit -> edit.remove(field);
  }

  private static UnaryOperator<BodyEdit> first(String list) {
    return edit -> edit.insertFirst(list, TextNode.valueOf("new"));
  }
}
