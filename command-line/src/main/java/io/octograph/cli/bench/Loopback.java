package io.octograph.cli.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** HTTP servers of the rig's own, on free ports of the loopback address. */
final class Loopback {
  private static final int BACKLOG = 256;

  private Loopback() {}

  /** Made, and listening, but not serving until it has a handler and is started. */
  static HttpServer server() throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var server = HttpServer.create(address, BACKLOG);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    return server;
  }
}
