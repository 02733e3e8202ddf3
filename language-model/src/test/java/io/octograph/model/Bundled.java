package io.octograph.model;

import java.nio.file.Path;

/** The model that comes with the repository. */
public final class Bundled {
  public static final Path MODELS = Path.of("..", "models").toAbsolutePath().normalize();
  public static final Path FOLDER = MODELS.resolve("octopus-135m");

  private static LanguageModel model;

  private Bundled() {}

  public static Tokenizer tokenizer() {
    return Tokenizer.load(FOLDER.resolve("tokenizer.json"));
  }

  /** One for all tests of this JVM: loading it takes a second and 200 MB. Nobody closes it. */
  public static synchronized LanguageModel model() {
    if (model == null) {
      model = LanguageModel.load(FOLDER, EngineSettings.defaults());
    }
    return model;
  }
}
