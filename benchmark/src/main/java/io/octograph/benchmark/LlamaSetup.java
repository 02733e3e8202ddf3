package io.octograph.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.benchmark.Report.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Brings llama.cpp and our weights in its format to {@code .octograph/llama}: npm has prebuilt
 * binaries, the training's Python writes the files.
 */
final class LlamaSetup {
  static final String SAME = "q8_0";
  static final String SAME_LORA = "q8_0+lora";
  static final String PUBLISHED = "q4_1";
  static final String PUBLISHED_LORA = "q4_1+lora";

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final List<String> FILES = List.of("q8_0.gguf", "q4_1.gguf", "lora.gguf");
  private static final List<String> SOURCES =
      List.of(
          "models/octopus-135m/adapters/mmlu/adapter.safetensors",
          "training/octograph_training/base.py",
          "training/octograph_training/gguf_q8.py",
          "training/octograph_training/quantize.py");

  private final Path home;
  private final Path folder;
  private final Path log;
  private final Tools tools;
  private final Consumer<String> progress;

  LlamaSetup(Path home, Consumer<String> progress) {
    this.home = home;
    this.folder = home.resolve(".octograph/llama");
    this.log = home.resolve(".octograph/logs/llama.log");
    this.progress = progress;
    var python = Map.of("PYTHONPATH", home.resolve("training").toString());
    this.tools = new Tools(folder, log, python, PATIENCE);
  }

  /**
   * Brings all it needs, which takes minutes the first time.
   *
   * @throws LlamaMissing where node, npm or the training's Python packages are not there
   */
  void bring() throws InterruptedException, LlamaMissing {
    try {
      Files.createDirectories(folder);
      Files.createDirectories(log.getParent());
      tools.requireNode("node");
      bringProgram();
      bringWeights();
    } catch (IOException e) {
      throw new LlamaMissing("it could not be brought: " + Section.reason(e));
    }
  }

  /**
   * Starts what was brought with our weights and those that are published, each with and without
   * the adapter.
   */
  Llama start(int threads) throws IOException {
    var q8 = folder.resolve("q8_0.gguf").toString();
    var q4 = folder.resolve("q4_1.gguf").toString();
    var lora = folder.resolve("lora.gguf").toString();
    var weights =
        List.of(
            new Llama.Weights(SAME, q8, ""),
            new Llama.Weights(SAME_LORA, q8, lora),
            new Llama.Weights(PUBLISHED, q4, ""),
            new Llama.Weights(PUBLISHED_LORA, q4, lora));
    return new Llama(tools.program(List.of("node", "bench.mjs")), PATIENCE, threads, weights);
  }

  private void bringProgram() throws IOException, InterruptedException, LlamaMissing {
    var stamp = folder.resolve("installed");
    var wanted = Files.readString(home.resolve("benchmark/llama/package.json"));
    copy("bench.mjs");
    if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
      return;
    }
    progress.accept("bringing llama.cpp (npm install)");
    copy("package.json");
    tools.run("npm could not install node-llama-cpp; what went wrong is in " + log, install());
    Files.writeString(stamp, wanted);
  }

  /** Without the optional packages, which are binaries for every graphics card there is. */
  private List<String> install() throws IOException {
    var version =
        new ObjectMapper()
            .readTree(home.resolve("benchmark/llama/package.json").toFile())
            .path("dependencies")
            .path("node-llama-cpp")
            .asText();
    var binary =
        "@node-llama-cpp/%s@%s"
            .formatted(
                platform(System.getProperty("os.name"), System.getProperty("os.arch")), version);
    return List.of(
        "npm",
        "install",
        "--omit=optional",
        "--no-package-lock",
        "--no-audit",
        "--no-fund",
        binary);
  }

  /** How node-llama-cpp names the binaries of a platform. */
  static String platform(String system, String architecture) {
    var name = system.toLowerCase(Locale.ROOT);
    boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
    if (name.startsWith("mac")) {
      return arm ? "mac-arm64-metal" : "mac-x64";
    }
    return (name.startsWith("windows") ? "win" : "linux") + (arm ? "-arm64" : "-x64");
  }

  private void bringWeights() throws IOException, InterruptedException, LlamaMissing {
    if (FILES.stream().map(folder::resolve).allMatch(Files::exists)
        && !older(folder.resolve(FILES.getLast()))) {
      return;
    }
    var python = home.resolve(".octograph/venv/bin/python");
    requirePython(python);
    progress.accept("writing our weights for llama.cpp");
    tools.run(
        "the weights for it could not be written; what went wrong is in " + log,
        List.of(
            python.toString(),
            "-m",
            "octograph_training.gguf_q8",
            "--out",
            folder.toString(),
            "--adapter",
            home.resolve(SOURCES.getFirst()).toString()));
  }

  static void requirePython(Path python) throws LlamaMissing {
    if (!Files.isExecutable(python)) {
      throw new LlamaMissing(
          "the training's Python packages, which write our weights for it, are not installed."
              + " ./octograph train --help installs them.");
    }
  }

  private boolean older(Path file) throws IOException {
    var written = Files.getLastModifiedTime(file);
    for (var source : SOURCES) {
      if (Files.getLastModifiedTime(home.resolve(source)).compareTo(written) > 0) {
        return true;
      }
    }
    return false;
  }

  private void copy(String name) throws IOException {
    Files.copy(
        home.resolve("benchmark/llama").resolve(name),
        folder.resolve(name),
        StandardCopyOption.REPLACE_EXISTING);
  }
}
