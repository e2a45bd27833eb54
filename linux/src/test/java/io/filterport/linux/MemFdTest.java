package io.filterport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemFdTest {
  private static final int SIZE = 8192;

  private final int fd = MemFd.create("test");

  @BeforeEach
  void size() {
    assertThat(MemFd.truncate(fd, SIZE)).isZero();
  }

  @AfterEach
  void close() {
    Fds.close(fd);
  }

  @Test
  void aSealedSizeStays() {
    int seals = MemFd.SEAL_SHRINK | MemFd.SEAL_GROW | MemFd.SEAL_SEAL;
    assertThat(MemFd.getSeals(fd)).isZero();
    assertThat(MemFd.addSeals(fd, seals)).isZero();
    assertThat(MemFd.getSeals(fd)).isEqualTo(seals);
    assertThat(MemFd.truncate(fd, SIZE - 1)).isEqualTo(-Errno.EPERM);
    assertThat(MemFd.truncate(fd, SIZE + 1)).isEqualTo(-Errno.EPERM);
    assertThat(MemFd.addSeals(fd, MemFd.SEAL_WRITE)).isEqualTo(-Errno.EPERM);
    assertThat(Fds.size(fd)).isEqualTo(SIZE);
  }

  @Test
  void afterFutureWriteOnlyTheOldMappingWrites() {
    try (Mapping old = Mapping.readWrite(fd, SIZE)) {
      assertThat(MemFd.addSeals(fd, MemFd.SEAL_WRITE)).isEqualTo(-Errno.EBUSY);
      assertThat(MemFd.addSeals(fd, MemFd.SEAL_FUTURE_WRITE)).isZero();
      try (Mapping refused = Mapping.readWrite(fd, SIZE);
          Mapping reader = Mapping.readOnly(fd, SIZE)) {
        assertThat(refused.result()).isEqualTo(-Errno.EPERM);
        old.segment().set(JAVA_INT, 0, 42);
        assertThat(reader.segment().get(JAVA_INT, 0)).isEqualTo(42);
      }
      assertThat(MemFd.punchHole(fd, 0, SIZE)).isEqualTo(-Errno.EPERM);
    }
  }

  @Test
  void aSealedContentCannotBeWritten() {
    assertThat(MemFd.addSeals(fd, MemFd.SEAL_WRITE)).isZero();
    try (Arena arena = Arena.ofConfined()) {
      assertThat(Fds.writeAt(fd, arena.allocate(1), 0)).isEqualTo(-Errno.EPERM);
    }
  }

  @Test
  void aHoleReadsAsZeroAndTheSizeStays() {
    try (Mapping mapping = Mapping.readWrite(fd, SIZE)) {
      mapping.segment().fill((byte) 1);
      assertThat(MemFd.punchHole(fd, 0, SIZE / 2)).isZero();
      assertThat(mapping.segment().get(JAVA_INT, 0)).isZero();
      assertThat(mapping.segment().get(JAVA_INT, SIZE / 2)).isEqualTo(0x01010101);
      assertThat(Fds.size(fd)).isEqualTo(SIZE);
    }
  }

  @Test
  void pagesThatAMappingGivesBackReadAsZeroForAll() {
    try (Mapping mapping = Mapping.readWrite(fd, SIZE);
        Mapping other = Mapping.readOnly(fd, SIZE)) {
      mapping.segment().fill((byte) 1);
      mapping.giveBack(SIZE / 2, SIZE / 2);
      assertThat(other.segment().get(JAVA_INT, SIZE / 2)).isZero();
      assertThat(other.segment().get(JAVA_INT, 0)).isEqualTo(0x01010101);
      mapping.segment().set(JAVA_INT, SIZE / 2, 7);
      assertThat(other.segment().get(JAVA_INT, SIZE / 2)).isEqualTo(7);
    }
  }

  @Test
  void onlyWholePagesOfTheKernelAreGivenBack() {
    int page = 16 << 10;
    assertThat(MemFd.truncate(fd, 4L * page)).isZero();
    try (Mapping mapping = Mapping.readWrite(fd, 4L * page)) {
      mapping.segment().fill((byte) 1);
      mapping.giveBack(4096, page, page);
      assertThat(mapping.segment().get(JAVA_INT, page)).isEqualTo(0x01010101);
      mapping.giveBack(4096, 2L * page, page);
      assertThat(mapping.segment().get(JAVA_INT, page - 4)).isEqualTo(0x01010101);
      assertThat(mapping.segment().get(JAVA_INT, page)).isZero();
      assertThat(mapping.segment().get(JAVA_INT, 2L * page - 4)).isZero();
      assertThat(mapping.segment().get(JAVA_INT, 2L * page)).isEqualTo(0x01010101);
    }
  }

  @Test
  void underASealAgainstWritingNoPageIsGivenBack() {
    try (Mapping mapping = Mapping.readWrite(fd, SIZE)) {
      mapping.segment().fill((byte) 1);
      assertThat(MemFd.addSeals(fd, MemFd.SEAL_FUTURE_WRITE)).isZero();
      mapping.giveBack(0, SIZE);
      assertThat(mapping.segment().get(JAVA_INT, 0)).isEqualTo(0x01010101);
    }
  }

  @Test
  void pipesAndSocketsHaveNoSeals() {
    int socket = UnixSocket.create(UnixSocket.STREAM);
    assertThat(MemFd.getSeals(socket)).isEqualTo(-Errno.EINVAL);
    Fds.close(socket);
  }

  @Test
  void twoMappingsAreTheSameMemory() {
    try (Mapping one = Mapping.readWrite(fd, SIZE);
        Mapping other = Mapping.readWrite(fd, SIZE)) {
      one.segment().set(JAVA_INT, 4096, 7);
      assertThat(other.segment().get(JAVA_INT, 4096)).isEqualTo(7);
      assertThat(other.segment().byteSize()).isEqualTo(SIZE);
    }
  }

  @Test
  void readOnlyCannotBeWritten() {
    try (Mapping mapping = Mapping.readOnly(fd, SIZE)) {
      MemorySegment segment = mapping.segment();
      assertThatThrownBy(() -> segment.set(JAVA_INT, 0, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void useAfterCloseThrows() {
    Mapping mapping = Mapping.readWrite(fd, SIZE);
    MemorySegment segment = mapping.segment();
    mapping.close();
    mapping.close();
    assertThatThrownBy(() -> segment.get(JAVA_INT, 0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Futex.wake(segment, 0, 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closeUnmaps() throws IOException {
    Mapping mapping = Mapping.readWrite(fd, SIZE);
    String address = Long.toHexString(mapping.segment().address()) + "-";
    assertThat(maps()).contains(address);
    mapping.close();
    assertThat(maps()).doesNotContain(address);
  }

  private static String maps() throws IOException {
    return Files.readString(Path.of("/proc/self/maps"));
  }

  @Test
  void aFailedMappingTellsWhy() {
    try (Mapping mapping = Mapping.readWrite(-1, SIZE)) {
      assertThat(mapping.result()).isEqualTo(-Errno.EBADF);
      assertThatThrownBy(mapping::segment).hasMessageContaining("EBADF");
    }
  }
}
