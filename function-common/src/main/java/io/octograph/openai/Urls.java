package io.octograph.openai;

import java.net.URI;

/** Addresses as errors and logs may show them. */
public final class Urls {
  private Urls() {}

  /** Scheme, host and port: user info, path and query may hold secrets. */
  public static String shown(URI url) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost() + port;
  }
}
