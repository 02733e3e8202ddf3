package io.octograph.model.master;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/** The bundled master with two of its nodes' tokens become those for none and finish. */
final class MasterFolders {
  /** The node whose token now says that no neighbour fits. */
  static final String NONE_WAS = "health_gpt";

  /** What that node was for. */
  static final String FOR_NONE = "What are the symptoms of vitamin B12 deficiency?";

  /** The node whose token now says that the answers suffice. */
  static final String FINISH_WAS = "physics_gpt";

  private MasterFolders() {}

  /** Writes its {@code master.json}; the weights stay where they are. */
  static MasterFile write(Path folder) throws IOException {
    var mapper = new ObjectMapper();
    var json = (ObjectNode) mapper.readTree(MasterFileTest.MMLU.resolve("master.json").toFile());
    json.put("adapter", MasterFileTest.MMLU.resolve("adapter.safetensors").toString());
    json.set("none", take(json, NONE_WAS));
    json.set("finish", take(json, FINISH_WAS));
    mapper.writeValue(folder.resolve("master.json").toFile(), json);
    return MasterFile.read(folder);
  }

  private static ObjectNode take(ObjectNode json, String node) {
    var tokens = (ArrayNode) json.path("tokens");
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).path("node").asText().equals(node)) {
        var token = (ObjectNode) tokens.remove(i);
        token.remove("node");
        return token;
      }
    }
    throw new IllegalStateException("The bundled master has no node " + node + ".");
  }
}
