package io.octograph.cli.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** TCP ports of this machine. */
public final class Ports {
  private static final int FIRST_LASTING = 20_000;

  /** Linux begins at 32768 with ports of outgoing connections, others higher. */
  private static final int MOST_LASTING = 32_000;

  private Ports() {}

  /** True where nothing listens there, so that a child can. */
  public static boolean free(int port) {
    // some systems let a second program listen on one of the two while another has the other
    return binds(new InetSocketAddress(port))
        && binds(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static boolean binds(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      // as servers do: a port whose last connections still linger counts as free
      socket.setReuseAddress(true);
      socket.bind(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * So many different free ports for children that come back to theirs: below those that systems
   * give to outgoing connections, so that none takes one while its child is away.
   *
   * @param from where to begin to look, which keeps two callers apart
   */
  public static List<Integer> lasting(int count, int from) {
    List<Integer> ports =
        IntStream.range(0, MOST_LASTING - FIRST_LASTING)
            .map(i -> FIRST_LASTING + Math.floorMod(from + i, MOST_LASTING - FIRST_LASTING))
            .filter(Ports::free)
            .limit(count)
            .boxed()
            .toList();
    if (ports.size() < count) {
      throw new IllegalStateException(
          "Fewer than %d ports are free between %d and %d."
              .formatted(count, FIRST_LASTING, MOST_LASTING));
    }
    return ports;
  }

  /** So many different ports that were free a moment ago. */
  public static List<Integer> pick(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }
}
