package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelConfigTest {
  @TempDir Path folder;

  @Test
  void readsTheBundledModels() {
    var config = ModelConfig.read(Bundled.FOLDER);
    assertThat(config.shape()).isEqualTo(new ModelConfig.Shape(30, 3, 64, 576, 49152));
    assertThat(config.contextLength()).isEqualTo(8192);
    assertThat(config.endTokens()).isEqualTo(Set.of(2));
    assertThat(config.names().cache().past().getFirst()).isEqualTo("past_key_values.%d.key");
  }

  @ParameterizedTest
  @CsvSource({
    "phi3, 131072, 4096",
    "phi3, 4096, 4096",
    "phi3, 2048, 2048",
    "phi3small, 131072, 8192",
    "llama, 131072, 131072",
  })
  void aContextEndsWhereRotaryFactorsChange(String type, int told, int read) throws IOException {
    var text = Files.readString(Bundled.FOLDER.resolve("genai_config.json"));
    Files.writeString(
        folder.resolve("genai_config.json"),
        text.replace("\"type\": \"llama\"", "\"type\": \"%s\"".formatted(type))
            .replace("\"context_length\": 8192", "\"context_length\": " + told));
    Files.writeString(folder.resolve("tokenizer.json"), "{}");
    Files.writeString(folder.resolve("model.onnx"), "");
    assertThat(ModelConfig.read(folder).contextLength()).isEqualTo(read);
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    assertFails(folder.resolve("nowhere"), "nowhere does not exist");
    assertFails(folder, "has no genai_config.json");
    Files.copy(Bundled.FOLDER.resolve("genai_config.json"), folder.resolve("genai_config.json"));
    assertFails(folder, "has no tokenizer.json");
    Files.writeString(folder.resolve("tokenizer.json"), "{}");
    assertFails(folder, "model.onnx, which is not there");
    Files.writeString(folder.resolve("model.onnx"), "no ONNX");
    Files.copy(
        Bundled.FOLDER.resolve("tokenizer.json"),
        folder.resolve("tokenizer.json"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(
            () -> new EmbeddedChat(LanguageModel.load(folder, EngineSettings.defaults())))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("ONNX Runtime cannot load")
        .hasMessageContaining("model.onnx");
  }

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        Arguments.of("\"head_size\": 64,", "", "has no 'model.decoder.head_size'"),
        Arguments.of("\"head_size\": 64", "\"head_size\": -1", "'model.decoder.head_size' is -1"),
        Arguments.of("8192,", "\"long\",", "'model.context_length' is \"long\""),
        Arguments.of("\"logits\": \"logits\",", "", "has no 'model.decoder.outputs.logits'"),
        Arguments.of("\"model\": {", "{", "is not JSON"));
  }

  @ParameterizedTest
  @MethodSource("wrongValues")
  void wrongValuesAreNamed(String part, String other, String message) throws IOException {
    var text = Files.readString(Bundled.FOLDER.resolve("genai_config.json"));
    assertThat(text).contains(part);
    Files.writeString(
        folder.resolve("genai_config.json"),
        text.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(other)));
    Files.writeString(folder.resolve("tokenizer.json"), "{}");
    Files.writeString(folder.resolve("model.onnx"), "");
    assertFails(folder, message);
  }

  @Test
  void aNameTheGraphDoesNotHaveIsNamed() throws IOException {
    var text = Files.readString(Bundled.FOLDER.resolve("genai_config.json"));
    Files.writeString(
        folder.resolve("genai_config.json"),
        text.replace("\"model.onnx\"", '"' + Bundled.FOLDER.resolve("model.onnx").toString() + '"')
            .replace("\"attention_mask\": \"attention_mask\"", "\"attention_mask\": \"mask\""));
    Files.copy(Bundled.FOLDER.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
    assertThatThrownBy(
            () -> LanguageModel.load(folder, EngineSettings.defaults()).start(Optional.empty()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("names the input 'mask'");
  }

  @Test
  void aDeviceIsReadByItsName() {
    assertThat(Device.of(" CUDA")).isEqualTo(Device.CUDA);
    assertThatThrownBy(() -> Device.of("tpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'tpu'");
  }

  private static void assertFails(Path folder, String message) {
    assertThatThrownBy(() -> ModelConfig.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }
}
