package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.PortName;
import io.filterport.WaitPolicy;
import io.filterport.linux.EventFd;
import io.filterport.linux.Fds;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a connect that fails leaves behind. */
class ClientConnectionTest {
  @Test
  @DisplayName("a connect that cannot be sent keeps no socket")
  void notSent() {
    PortName name = new PortName("\\Port");
    int socket = EventFd.create(); // which cannot send
    ClientConnection connection = new ClientConnection(name, socket, ClientConnection.sharedLoop());
    assertThatThrownBy(() -> connection.open(new byte[1], WaitPolicy.ADAPTIVE)).isNotNull();
    assertThat(Fds.path(socket)).isNull();
  }
}
