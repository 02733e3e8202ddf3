package io.octograph.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void aPortThatSomebodyListensOnIsNotFree() throws IOException {
    try (ServerSocket everywhere = new ServerSocket(0);
        ServerSocket here = new ServerSocket()) {
      here.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

      assertThat(Ports.free(everywhere.getLocalPort())).isFalse();
      assertThat(Ports.free(here.getLocalPort())).isFalse();
    }
  }

  @Test
  void picksDifferentFreePorts() throws IOException {
    var ports = Ports.pick(3);

    assertThat(ports).doesNotHaveDuplicates().allMatch(Ports::free);
  }

  @Test
  void lastingPortsAreFreeAndBelowThoseOfOutgoingConnections() throws IOException {
    int first = Ports.lasting(1, 0).getFirst();
    try (ServerSocket taken = new ServerSocket(first)) {
      assertThat(Ports.lasting(3, 0))
          .hasSize(3)
          .doesNotHaveDuplicates()
          .doesNotContain(taken.getLocalPort())
          .allMatch(port -> port < 32_000);
    }
    assertThat(Ports.lasting(1, Integer.MIN_VALUE)).hasSize(1);
  }
}
