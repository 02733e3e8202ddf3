package io.octograph.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The base models in use, each loaded once, on its first use. Safe for use by several threads. */
public final class Models implements AutoCloseable {
  /** The bundled base, where a graph names none. */
  public static final String BUNDLED = "models/octopus-135m";

  private final Path folder;
  private final EngineSettings settings;
  private final Map<Path, LanguageModel> loaded = new ConcurrentHashMap<>();

  /**
   * Loads nothing yet.
   *
   * @param folder of all models, such as {@code …/models}; a graph's {@code models/octopus-135m} is
   *     looked up beside it
   */
  public Models(Path folder, EngineSettings settings) {
    this.folder = folder.toAbsolutePath().normalize();
    this.settings = settings;
  }

  /** Where a model lies that a graph calls {@code model}: a path, absolute or {@code models/…}. */
  public Path path(String model) {
    var path = Path.of(model);
    if (path.isAbsolute() || folder.getParent() == null) {
      return path.normalize();
    }
    var beside = folder.getParent().resolve(path).normalize();
    // A folder of models may have any name: then 'models/x' is x in it.
    var within =
        folder.resolve(path.getNameCount() > 1 ? path.subpath(1, path.getNameCount()) : path);
    return Files.isDirectory(beside) || !Files.isDirectory(within) ? beside : within.normalize();
  }

  /**
   * The model, loaded by now.
   *
   * @throws ModelException where it cannot be loaded
   */
  public LanguageModel get(String model) {
    return loaded.computeIfAbsent(path(model), path -> LanguageModel.load(path, settings));
  }

  /**
   * How many parameters the model has, adapters not counted, as {@code parameters} of its {@code
   * octograph.json} says; empty where that says nothing, or no such folder is here. It reads the
   * file, not the model.
   *
   * @throws ModelException where the file is there and is not JSON
   */
  public OptionalLong parameters(String model) {
    return LaneGraphs.parameters(path(model));
  }

  /** Those that are loaded by now. */
  public Collection<LanguageModel> loaded() {
    return List.copyOf(loaded.values());
  }

  @Override
  public void close() {
    loaded.values().forEach(LanguageModel::close);
    loaded.clear();
  }
}
