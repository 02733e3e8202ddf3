package io.octograph.router.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.test.Needs;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** OpenAI's own Python client reads what the router writes. */
@QuarkusTest
@QuarkusTestResource(Workers.class)
class OpenAiClientTest {
  @TestHTTPResource("/v1")
  URL door;

  @Test
  void getsCompletionsStreamedAndNot() throws IOException, InterruptedException {
    Path python = Needs.pythonWith("openai");
    String script = Path.of("src/test/python/openai_client.py").toString();
    Process process =
        new ProcessBuilder(python.toString(), script, door.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("ok");
  }
}
