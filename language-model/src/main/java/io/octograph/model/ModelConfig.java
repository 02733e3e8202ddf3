package io.octograph.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.model.ModelInputs.Meaning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code genai_config.json} says of a model.
 *
 * @param contextLength tokens a sequence may have, prompt and answer together
 * @param endTokens ids that end a text
 */
public record ModelConfig(
    Path folder,
    Path onnxFile,
    Shape shape,
    Names names,
    int contextLength,
    Set<Integer> endTokens) {

  /** The model's measures; {@code kvHeads} is smaller than the attention heads where they share. */
  public record Shape(int layers, int kvHeads, int headSize, int hiddenSize, int vocabulary) {}

  /**
   * Names of inputs and outputs. Which of the numbers a graph takes is the graph's to say; where
   * the file does not name one, it has the name that onnxruntime-genai gives it.
   *
   * @param mask attention mask
   * @param positions of the tokens
   * @param pastLength tokens before the run
   * @param totalLength tokens after the run
   */
  public record Names(
      String ids,
      String mask,
      String positions,
      String pastLength,
      String totalLength,
      String logits,
      CacheNames cache) {}

  /**
   * Names of the cache's tensors, with {@code %d} for the layer: of the keys and of the values, or
   * one where a tensor holds both.
   *
   * @param inPlace whether the graph writes into the memory it reads from; else it gives the tokens
   *     before and its own in new memory
   */
  public record CacheNames(List<String> past, List<String> present, boolean inPlace) {
    /** Whether keys and values are one tensor. */
    public boolean fused() {
      return past.size() == 1;
    }
  }

  /** The same model by another graph with the same inputs and outputs. */
  ModelConfig withOnnxFile(Path other) {
    return new ModelConfig(folder, other, shape, names, contextLength, endTokens);
  }

  /** Reads the folder's {@code genai_config.json} and checks that the model's files are there. */
  public static ModelConfig read(Path folder) {
    var file = folder.resolve("genai_config.json");
    if (!Files.isDirectory(folder)) {
      throw new ModelException(
          "The model folder %s does not exist. Check the graph's 'model' and OCTOGRAPH_MODELS."
              .formatted(folder));
    }
    for (var name : new String[] {"genai_config.json", "tokenizer.json"}) {
      if (!Files.isReadable(folder.resolve(name))) {
        throw new ModelException(
            "The model folder %s has no %s. It must be in onnxruntime-genai's layout: "
                .formatted(folder, name)
                .concat("genai_config.json, model.onnx with its data, tokenizer.json."));
      }
    }
    try {
      return of(folder, new Section(file, "", new ObjectMapper().readTree(file.toFile())));
    } catch (IOException e) {
      throw new ModelException("%s is not JSON: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static ModelConfig of(Path folder, Section root) {
    var model = root.section("model");
    var decoder = model.section("decoder");
    var inputs = decoder.section("inputs");
    var outputs = decoder.section("outputs");
    var onnxFile = folder.resolve(decoder.text("filename"));
    if (!Files.isReadable(onnxFile)) {
      throw new ModelException(
          "%s names the file %s, which is not there.".formatted(root.file, onnxFile));
    }
    return new ModelConfig(
        folder,
        onnxFile,
        new Shape(
            decoder.number("num_hidden_layers"),
            decoder.number("num_key_value_heads"),
            decoder.number("head_size"),
            decoder.number("hidden_size"),
            model.number("vocab_size")),
        new Names(
            inputs.text("input_ids"),
            inputs.name(Meaning.MASK),
            inputs.name(Meaning.POSITIONS),
            inputs.name(Meaning.PAST_LENGTH),
            inputs.name(Meaning.TOTAL_LENGTH),
            outputs.text("logits"),
            cacheNames(inputs, outputs, sharesBuffer(root))),
        contextLength(model),
        endTokens(model.at("eos_token_id")));
  }

  private static CacheNames cacheNames(Section inputs, Section outputs, boolean inPlace) {
    if (inputs.has("past_names")) {
      return new CacheNames(
          List.of(inputs.text("past_names")), List.of(outputs.text("present_names")), inPlace);
    }
    return new CacheNames(
        List.of(inputs.text("past_key_names"), inputs.text("past_value_names")),
        List.of(outputs.text("present_key_names"), outputs.text("present_value_names")),
        inPlace);
  }

  private static boolean sharesBuffer(Section root) {
    return root.node.path("search").path("past_present_share_buffer").asBoolean(false);
  }

  /**
   * Models with two sets of rotary factors (longrope) take the second one from some length on; keys
   * that were computed before then have the wrong one. onnxruntime-genai, too, knows that length by
   * the model's type alone, and computes all again there; here a sequence ends before.
   */
  private static int contextLength(Section model) {
    int length = model.number("context_length");
    return switch (model.textOr("type", "")) {
      case "phi3", "phi3v", "phimoe" -> Math.min(length, 4096);
      case "phi3small" -> Math.min(length, 8192);
      default -> length;
    };
  }

  private static Set<Integer> endTokens(JsonNode value) {
    var ids = new TreeSet<Integer>();
    if (value.isArray()) {
      value.forEach(id -> ids.add(id.asInt()));
    } else {
      ids.add(value.asInt());
    }
    return Set.copyOf(ids);
  }

  /** A part of the file that knows where it stands, so that what is missing can be named. */
  private record Section(Path file, String path, JsonNode node) {
    JsonNode at(String name) {
      var value = node.get(name);
      if (value == null || value.isNull()) {
        throw new ModelException(
            "%s has no '%s%s'. Export the model with onnxruntime-genai's layout."
                .formatted(file, path, name));
      }
      return value;
    }

    Section section(String name) {
      return new Section(file, path + name + ".", at(name));
    }

    boolean has(String name) {
      return node.hasNonNull(name);
    }

    String text(String name) {
      return at(name).asText();
    }

    String textOr(String name, String otherwise) {
      return has(name) ? text(name) : otherwise;
    }

    String name(Meaning meaning) {
      return textOr(meaning.usualName(), meaning.usualName());
    }

    int number(String name) {
      var value = at(name);
      if (!value.canConvertToInt() || value.intValue() < 1) {
        throw new ModelException(
            "%s: '%s%s' is %s. It must be a whole number of 1 or more."
                .formatted(file, path, name, value));
      }
      return value.intValue();
    }
  }
}
