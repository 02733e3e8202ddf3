package io.octograph.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The exports in src/test/resources/exports; src/test/python/exports makes them. */
public final class Exports {
  public static final Path ALL =
      Path.of("src", "test", "resources", "exports").toAbsolutePath().normalize();

  private Exports() {}

  static Path folder(String name) {
    return ALL.resolve(name);
  }

  static LanguageModel load(String name) {
    return LanguageModel.load(folder(name), EngineSettings.defaults());
  }

  static void copy(String name, Path target) throws IOException {
    try (var files = Files.list(folder(name))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** The bundled base as the builder exports it: its graph, beside the bundled weights. */
  static Path base(Path target) throws IOException {
    copy("base", target);
    for (var name : List.of("tokenizer.json", "model.onnx.data.0", "model.onnx.data.1")) {
      Files.copy(Bundled.FOLDER.resolve(name), target.resolve(name));
    }
    return target;
  }
}
