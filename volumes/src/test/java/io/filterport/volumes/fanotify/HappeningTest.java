package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyEvents;
import io.filterport.linux.Fds;
import io.filterport.linux.MemFd;
import io.filterport.volume.FileOperation.Kind;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where something happened whose directory is gone; a memory file plays the kernel. */
class HappeningTest {
  private static final int METADATA = 24;
  private static final byte DFID_NAME = 2;

  /** No file of any file system has such a handle. */
  private static final int NO_TYPE = 0x5a;

  @TempDir Path directory;

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(256).order(ByteOrder.nativeOrder());

  private Happening happening() {
    FanotifyEvents events = new FanotifyEvents(256);
    int file = MemFd.create("events");
    bytes.putInt(0, bytes.position());
    Fds.writeAt(file, MemorySegment.ofBuffer(bytes.flip()), 0);
    assertThat(events.read(file)).isPositive();
    assertThat(events.next()).isTrue();
    Fds.close(file);
    try (GuardedTree tree = GuardedTree.open(directory)) {
      return Happening.of(events, tree);
    }
  }

  private void metadata() {
    bytes.putInt(0).put((byte) 3).put((byte) 0).putShort((short) METADATA);
    bytes.putLong(Fanotify.DELETE).putInt(Fanotify.NOFD).putInt(1);
  }

  @Test
  void itsNameIsKnownAndItMayHaveBeenInside() {
    byte[] name = "name\0".getBytes(StandardCharsets.UTF_8);
    metadata();
    bytes.put(DFID_NAME).put((byte) 0).putShort((short) (28 + name.length));
    bytes.putLong(0).putInt(8).putInt(NO_TYPE).putLong(0).put(name);
    Happening happening = happening();
    assertThat(happening.path()).isEqualTo("(unknown)/name");
    assertThat(happening.newPath()).isNull();
    assertThat(happening.provesOutside(Kind.DELETE)).isFalse();
    assertThat(happening.size()).isZero();
  }

  @Test
  void withoutANameNothingIsKnown() {
    metadata();
    Happening happening = happening();
    assertThat(happening.path()).isEqualTo("(unknown)");
    assertThat(happening.provesOutside(Kind.WRITE_CLOSE)).isFalse();
    assertThat(happening.isKnownToBeNoRegularFile()).isFalse();
  }
}
