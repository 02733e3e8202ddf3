package io.octograph.function;

import io.octograph.openai.ApiException;
import io.octograph.openai.RequestBody;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;

/** Reads requests' bodies up to the limit, whether they say their length or not. */
@Singleton
public class Bodies {
  private final int megabytes;

  Bodies(OctographConfig config) {
    megabytes = config.limits().bodyMegabytes();
    if (megabytes < 1 || megabytes > 60) {
      throw new IllegalArgumentException(
          "octograph.limits.body-megabytes is %d; give a number from 1 to 60."
              .formatted(megabytes));
    }
  }

  int megabytes() {
    return megabytes;
  }

  /**
   * Reads a JSON object.
   *
   * @throws ApiException 400 if it is none, 413 if it is too large
   * @throws IOException if the client breaks off
   */
  public RequestBody json(InputStream stream) throws IOException {
    byte[] bytes = stream.readNBytes((megabytes << 20) + 1);
    if (bytes.length > megabytes << 20) {
      throw Refusals.tooLarge(megabytes).exception();
    }
    return RequestBody.read(bytes);
  }
}
