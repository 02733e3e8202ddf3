package io.octograph.cli;

import java.net.http.HttpClient;
import java.time.Duration;

/** The one way in which this program makes its HTTP client. */
final class Http {
  private Http() {}

  static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(5))
        .build();
  }
}
