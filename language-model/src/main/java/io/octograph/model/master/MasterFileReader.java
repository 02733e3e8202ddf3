package io.octograph.model.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.model.ModelException;
import io.octograph.model.master.MasterFile.Certainty;
import io.octograph.model.master.MasterFile.ChatPieces;
import io.octograph.model.master.MasterFile.ClipLengths;
import io.octograph.model.master.MasterFile.Continuation;
import io.octograph.model.master.MasterFile.Frame;
import io.octograph.model.master.MasterFile.NodeToken;
import io.octograph.model.master.MasterFile.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/** Reads {@code master.json} by hand: a native image then needs no metadata for reflection. */
record MasterFileReader(Path file, JsonNode node) {
  static MasterFile read(Path file) {
    if (!Files.isReadable(file)) {
      throw new ModelException(
          "The master's file %s does not exist. Check the graph's 'adapter' and OCTOGRAPH_MODELS."
              .formatted(file));
    }
    try {
      var read =
          new MasterFileReader(file, new ObjectMapper().readTree(file.toFile())).masterFile();
      read.check(file);
      return read;
    } catch (IOException e) {
      throw new ModelException("%s is not JSON: %s".formatted(file, e.getMessage()), e);
    }
  }

  private MasterFile masterFile() {
    var prompt = at("prompt");
    var frame = at("frame");
    var clip = at("clip");
    return new MasterFile(
        integer("format"),
        text("graph"),
        text("base"),
        maybe("adapter").map(part -> part.node.asText()).orElse(""),
        maybe("rows").map(part -> part.node.asText()).orElse(""),
        maybe("first_id").map(part -> OptionalInt.of(part.integer())).orElse(OptionalInt.empty()),
        StreamSupport.stream(at("tokens").node.spliterator(), false)
            .map(entry -> new MasterFileReader(file, entry))
            .map(entry -> new NodeToken(entry.named(), entry.text("token"), entry.integer("id")))
            .toList(),
        maybe("none").map(MasterFileReader::token),
        maybe("finish").map(MasterFileReader::token),
        at("end").token(),
        at("stop").token(),
        new ChatPieces(
            prompt.maybe("start").map(part -> part.node.asText()).orElse(""),
            prompt.text("turn"),
            prompt.text("open")),
        maybe("continuation").map(part -> new Continuation(part.text("answer"))),
        new Frame(frame.text("open"), frame.text("close")),
        clip.clipLengths(),
        integer("max_rewrite"),
        at("temperature").node.asDouble(),
        maybe("certainty").map(part -> new Certainty(part.number("han"), part.number("others"))));
  }

  private ClipLengths clipLengths() {
    int query = integer("query");
    int rewrite = maybe("rewrite").map(MasterFileReader::integer).orElse(query);
    return new ClipLengths(query, integer("history"), rewrite);
  }

  /** A master's tokens are its nodes', an agent's are its functions'. */
  private String named() {
    return maybe("function").map(part -> part.node.asText()).orElseGet(() -> text("node"));
  }

  private Token token() {
    return new Token(text("token"), integer("id"));
  }

  private Optional<MasterFileReader> maybe(String name) {
    var value = node.path(name);
    return value.isMissingNode() || value.isNull()
        ? Optional.empty()
        : Optional.of(new MasterFileReader(file, value));
  }

  private MasterFileReader at(String name) {
    return maybe(name)
        .orElseThrow(
            () ->
                new ModelException(
                    "%s has no '%s'. Train the master again or take its file from there."
                        .formatted(file, name)));
  }

  /** Not a number where it is none. */
  private double number(String name) {
    return at(name).node.asDouble(Double.NaN);
  }

  private String text(String name) {
    return at(name).node.asText();
  }

  private int integer(String name) {
    return at(name).integer();
  }

  private int integer() {
    return node.asInt(Integer.MIN_VALUE);
  }
}
