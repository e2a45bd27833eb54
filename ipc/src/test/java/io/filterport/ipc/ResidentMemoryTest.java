package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection's memory files hold: as much as is used, whatever the maximum is. */
class ResidentMemoryTest {
  private static final long PAGE = 4096;
  private static final int MEBIBYTE = 1 << 20;

  /** The first page with the geometry and the flags; the lines of both tables. */
  private static final long IDLE_HOST = PAGE;

  private static final long IDLE_COMMON = 6 * PAGE;

  private final MemFiles before = MemFiles.now();

  @TempDir private Path directory;

  private long host() {
    return MemFiles.now().hostBytesSince(before);
  }

  private long common() {
    return MemFiles.now().commonBytesSince(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, MEBIBYTE, 64 * MEBIBYTE})
  @DisplayName("KSM-07: an idle connection touches no record")
  void idle(int maximum) {
    try (SocketWorld world = new SocketWorld(directory, maximum)) {
      assertThat(world.service.isConnected()).isTrue();
      assertThat(host()).isBetween(1L, IDLE_HOST);
      assertThat(common()).isBetween(1L, IDLE_COMMON);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {MEBIBYTE, 64 * MEBIBYTE})
  @DisplayName("KSM-07: small messages touch a page of each record that they use")
  void small(int maximum) throws Exception {
    try (SocketWorld world = new SocketWorld(directory, maximum)) {
      for (int i = 0; i < 1000; i++) {
        world.service.send(Buffers.utf8("hello"), Buffers.allocate(5));
        world.ask(new byte[] {1}, Buffers.allocate(1));
      }
      // the host's own slots rotate, the service's is the one used last
      assertThat(host()).isLessThanOrEqualTo(IDLE_HOST + (1 + 64) * PAGE);
      assertThat(common()).isLessThanOrEqualTo(IDLE_COMMON + (1 + 64) * PAGE);
    }
  }

  @Test
  @DisplayName("KSM-07: of a long message the common file keeps a mebibyte, the host's one slot's")
  void large() throws Exception {
    int length = 16 * MEBIBYTE;
    try (SocketWorld world = new SocketWorld(directory, 64 * MEBIBYTE)) {
      for (int i = 0; i < 3; i++) {
        world.ask(new byte[length], Buffers.allocate(length));
      }
      assertThat(host()).isBetween((long) length, length + 64L * PAGE);
      assertThat(common()).isLessThanOrEqualTo(MEBIBYTE + 64 * PAGE);
      world.service.send(Buffers.allocate(length), Buffers.allocate(length));
      assertThat(common()).isLessThanOrEqualTo(2 * MEBIBYTE + 64 * PAGE);
    }
  }
}
