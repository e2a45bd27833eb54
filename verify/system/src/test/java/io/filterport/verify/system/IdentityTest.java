package io.filterport.verify.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.filter.ListenOptions;
import io.filterport.security.AccessToken;
import io.filterport.security.Sid;
import io.filterport.service.FilterPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients and managers of other users. Needs root, which can become anybody. */
class IdentityTest {
  private static final String CLOSED = "\\ByDefault";
  private static final String OPEN = "\\ForNobody";

  @TempDir Path directory;
  private Path socket;

  @BeforeEach
  void reachable() throws IOException {
    Unprivileged.assumeRoot();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    socket = directory.resolve("manager.sock");
  }

  @AfterEach
  void noConnectionLeft() {
    Resources.awaitNoConnection();
  }

  @Test
  @DisplayName("SEC-09: the default descriptor refuses another user, one that names him admits him")
  void client() {
    String forNobody = "D:(A;;0x1F0001;;;S-1-22-1-" + Unprivileged.NOBODY + ")(A;;0x1F0001;;;SY)";
    try (TestHost host = new TestHost(socket).port(CLOSED, 2).port(OPEN, 2, forNobody);
        Child child = Child.start(VisitorProgram.class, socket, Unprivileged.NOBODY)) {
      assertThat(child.hear()).isEqualTo("ready");
      assertThat(child.ask(CLOSED)).isEqualTo(NtStatus.ACCESS_DENIED.toString());
      assertThat(child.ask(OPEN)).isEqualTo("5 bytes");
      AccessToken seen = host.clients.getLast();
      assertThat(seen.userId()).isEqualTo(Unprivileged.NOBODY);
      assertThat(seen.groupId()).isEqualTo(Unprivileged.NOBODY);
      assertThat(seen.processId()).isEqualTo(child.pid());
      assertThat(seen.holds(Sid.SYSTEM)).isFalse();
      assertThat(seen.holds(Sid.ADMINISTRATORS)).isFalse();
      assertThat(host.connects(CLOSED)).as("the filter was not asked").isEqualTo(0);
    }
  }

  @Test
  @DisplayName("MAP-01: a member of a configured group is an administrator, but not SYSTEM")
  void administrator() {
    ListenOptions options = ListenOptions.withAdministratorGroups(List.of(Unprivileged.NOBODY));
    String forSystem = "D:(A;;GA;;;SY)";
    try (TestHost host = new TestHost(socket, options).port(CLOSED, 2).port(OPEN, 2, forSystem);
        Child child = Child.start(VisitorProgram.class, socket, Unprivileged.NOBODY)) {
      assertThat(child.hear()).isEqualTo("ready");
      assertThat(child.ask(CLOSED)).isEqualTo("5 bytes");
      assertThat(child.ask(OPEN)).isEqualTo(NtStatus.ACCESS_DENIED.toString());
      assertThat(host.clients.getLast().holds(Sid.ADMINISTRATORS)).isTrue();
    }
  }

  @Test
  @DisplayName("SEC-05: a client that gives up its user keeps its connection, and gets no other")
  void decidedOnce() {
    try (TestHost host = new TestHost(socket).port(CLOSED, 2);
        Child child = Child.start(DropperProgram.class, socket, CLOSED, Unprivileged.NOBODY)) {
      assertThat(child.hear()).isEqualTo("5 bytes");
      assertThat(child.hear()).isEqualTo(NtStatus.ACCESS_DENIED.toString());
      assertThat(host.connects(CLOSED)).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("SEC-09: the default descriptor admits root, whatever it runs")
  void root() {
    try (TestHost host = new TestHost(socket).port(CLOSED, 2);
        Child child = Child.start(VisitorProgram.class, socket, Unprivileged.ROOT)) {
      assertThat(child.hear()).isEqualTo("ready");
      assertThat(child.ask(CLOSED)).isEqualTo("5 bytes");
      assertThat(host.clients.getLast().processId()).isEqualTo(child.pid());
    }
  }

  @Test
  @DisplayName("CON-01: a client talks to managers of root and of its own user only")
  void manager() {
    try (Child host = Child.start(HostProgram.class, socket, Unprivileged.NOBODY)) {
      assertThat(host.hear()).isEqualTo("listening");
      FilterPortException refused =
          catchThrowableOfType(
              FilterPortException.class,
              () -> FilterPort.connect(PortSpace.at(socket), HostProgram.PORT));
      assertThat(refused.status()).isEqualTo(NtStatus.ACCESS_DENIED);
      assertThat(refused).hasMessageContaining("uid " + Unprivileged.NOBODY + " listens");
    }
  }
}
