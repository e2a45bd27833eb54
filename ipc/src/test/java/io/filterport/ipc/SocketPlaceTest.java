package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Fds;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketPlaceTest {
  @TempDir Path directory;

  @Test
  @DisplayName("MAP-10 the socket of a dead manager is replaced")
  void oldSocket() {
    Path path = directory.resolve("manager.sock");
    SocketPlace dead = SocketPlace.take(path);
    Fds.close(dead.socket());
    dead.release();
    SocketPlace next = SocketPlace.take(path);
    assertThat(Files.exists(path)).isTrue();
    next.unlink();
    Fds.close(next.socket());
    next.release();
  }

  @Test
  @DisplayName("MAP-10 a file that is no socket is not replaced")
  void somebodysFile() throws Exception {
    Path path = Files.writeString(directory.resolve("precious"), "data");
    FilterPortException refused =
        catchThrowableOfType(FilterPortException.class, () -> SocketPlace.take(path));
    assertThat(refused.status()).isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
    assertThat(path).hasContent("data");
  }

  @Test
  @DisplayName("MAP-10 a link is not followed")
  void link() throws Exception {
    Path file = Files.writeString(directory.resolve("precious"), "data");
    Path path = Files.createSymbolicLink(directory.resolve("manager.sock"), file);
    FilterPortException refused =
        catchThrowableOfType(FilterPortException.class, () -> SocketPlace.take(path));
    assertThat(refused.status()).isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
    assertThat(file).hasContent("data");
  }
}
