package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.model.Bundled;
import io.octograph.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MasterFileTest {
  static final Path MMLU = Bundled.FOLDER.resolve("adapters").resolve("mmlu");

  @TempDir Path folder;

  @Test
  void readsTheBundledMasters() {
    var file = MasterFile.read(MMLU);
    assertThat(file.nodes()).hasSize(17).contains("math_gpt", "general_gpt");
    assertThat(file.token("math_gpt"))
        .contains(new MasterFile.NodeToken("math_gpt", "<nexa_4>", 49156));
    assertThat(file.token("nobody")).isEmpty();
    assertThat(file.frame()).isEqualTo(new MasterFile.Frame(" ('", "')"));
    file.checkFits(MMLU, 49152, 20);
    assertThatThrownBy(() -> file.checkFits(MMLU, 49152, 19)).hasMessageContaining("<nexa_finish>");
    assertThatThrownBy(() -> file.checkFits(MMLU, 32000, 20)).hasMessageContaining("'first_id'");
  }

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        Arguments.of("\"format\": 1", "\"format\": 2", "'format' is 2, this program reads 1"),
        Arguments.of("\"id\": 49153", "\"id\": 49152", "the id 49152 is given twice"),
        Arguments.of("\"id\": 49153", "\"id\": 7", "<nexa_1> has id 7"),
        Arguments.of("\"node\": \"math_gpt\"", "\"node\": \"law_gpt\"", "'law_gpt' has two tokens"),
        Arguments.of("\"max_rewrite\": 160", "\"max_rewrite\": 0", "'max_rewrite' is 0"),
        Arguments.of("\"han\": -", "\"han\": ", "'certainty' is 0.2 and -1.1, logarithms"),
        Arguments.of("\"han\"", "\"zh\"", "has no 'han'"),
        Arguments.of("\"rewrite\": 128", "\"rewrite\": 257", "'clip.rewrite' is 257"),
        Arguments.of(
            "\"adapter\": \"adapter.safetensors\"",
            "\"rows\": \"rows.safetensors\"",
            "'rows' is rows.safetensors without a 'first_id' and an 'adapter'"),
        Arguments.of("\"frame\"", "\"fram\"", "has no 'frame'"),
        Arguments.of("\"id\": 2", "\"id\": 49160", "'stop' has id 49160"),
        Arguments.of("{", "[", "is not JSON"));
  }

  @ParameterizedTest
  @MethodSource("wrongValues")
  void wrongValuesAreNamed(String part, String other, String message) throws IOException {
    var text = Files.readString(MMLU.resolve("master.json"));
    int at = text.indexOf(part);
    assertThat(at).as(part).isNotNegative();
    var changed = text.substring(0, at) + other + text.substring(at + part.length());
    Files.writeString(folder.resolve("master.json"), changed);
    assertThatThrownBy(() -> MasterFile.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("master.json");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> MasterFile.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("does not exist");
  }
}
