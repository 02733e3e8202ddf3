package io.octograph.worker.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.graph.Endpoint;
import io.octograph.graph.Graph;
import io.octograph.graph.ReadyGraphs;
import io.octograph.graph.Secret;
import io.octograph.graph.Worker;
import io.octograph.openai.RequestBody;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamRequestTest {
  private static final Graph GRAPH = ReadyGraphs.load("starter");
  private static final Worker NODE = GRAPH.worker("math_gpt");

  @ParameterizedTest
  @CsvSource({
    "http://h:8000/v1, http://h:8000/v1/chat/completions",
    "http://h:8000/v1/, http://h:8000/v1/chat/completions",
    "http://h:8000, http://h:8000/v1/chat/completions",
    "http://h:8000/, http://h:8000/v1/chat/completions",
    "https://h/a/openai/v3, https://h/a/openai/v3/chat/completions"
  })
  void takesBaseAddressesAsOpenAisClientsDo(String base, String chat) {
    assertThat(request(base, "{\"messages\":[]}").url()).isEqualTo(URI.create(chat));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | true",
        "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"}]} | false",
        "{\"messages\":[{\"role\":\"user\"},{\"role\":\"developer\"}]} | false"
      })
  void putsTheNodesSystemPromptFirstWhereThereIsNone(String body, boolean put) {
    String sent = new String(request("http://h", body).body(), StandardCharsets.UTF_8);
    assertThat(sent.contains("\"messages\":[{\"role\":\"system\",\"content\":\"You are a patient"))
        .isEqualTo(put);
  }

  @Test
  void sendsTheGraphsKey() {
    assertThat(request("http://h", "{\"messages\":[]}").headers())
        .containsEntry("Authorization", "Bearer the-key");
  }

  private static UpstreamRequest request(String base, String body) {
    Optional<Secret> key = Optional.of(new Secret("the-key"));
    Endpoint endpoint = new Endpoint(URI.create(base), "m", key, 1, OptionalLong.empty());
    RequestBody read = RequestBody.read(body.getBytes(StandardCharsets.UTF_8));
    return UpstreamRequest.of(NODE, endpoint, read, false);
  }
}
