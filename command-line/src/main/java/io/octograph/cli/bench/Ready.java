package io.octograph.cli.bench;

import io.octograph.cli.http.Readiness;
import io.octograph.cli.process.Restartable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks the rig's processes whether they are ready, each in its own way. */
record Ready(HttpClient http) implements Restartable.Probe {
  private static final int MILLIS = 2000;

  @Override
  public boolean at(URI address) throws InterruptedException {
    if (address.getScheme().equals("redis")) {
      return ping(address);
    }
    return address.getPath().startsWith("/q/")
        ? new Readiness(http).ready(address)
        : answers(address);
  }

  private boolean answers(URI address) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(address).timeout(Duration.ofMillis(MILLIS)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** While it reads its file after a start, Redis answers with an error. */
  private static boolean ping(URI address) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), MILLIS);
      socket.setSoTimeout(MILLIS);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      var reply = socket.getInputStream().readNBytes(5);
      return new String(reply, StandardCharsets.US_ASCII).equals("+PONG");
    } catch (IOException e) {
      return false;
    }
  }
}
