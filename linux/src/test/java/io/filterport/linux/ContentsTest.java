package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Content;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents as descriptors. */
class ContentsTest {
  private static int never(int fd) {
    throw new AssertionError("descriptor " + fd);
  }

  /** Gives few bytes at a time. */
  private static class Dripping implements Content {
    private final byte[] bytes;
    private final int drip;

    Dripping(byte[] bytes, int drip) {
      this.bytes = bytes;
      this.drip = drip;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public int read(long position, MemorySegment buffer) throws IOException {
      int count = (int) Math.min(Math.min(drip, buffer.byteSize()), bytes.length - position);
      MemorySegment.copy(MemorySegment.ofArray(bytes), position, buffer, 0, count);
      return count;
    }

    @Override
    public void close() {}
  }

  private static byte[] read(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Fds.size(fd) + 1);
      long count = Fds.readAt(fd, buffer, 0);
      return buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void contentThatIsNoFileIsCopied() {
    byte[] bytes = random(100_000);
    int result =
        Contents.with(
            new Dripping(bytes, 777),
            fd -> {
              assertThat(read(fd)).isEqualTo(bytes);
              return 42;
            });
    assertThat(result).isEqualTo(42);
  }

  @Test
  void aCopyIsSealedAndOverWithTheAction() {
    int[] seen = new int[1];
    int result =
        Contents.with(
            Content.of(random(5000)),
            fd -> {
              seen[0] = fd;
              cannotChange(fd);
              return 1;
            });
    assertThat(result).isEqualTo(1);
    assertThat(Fds.size(seen[0])).isEqualTo(-Errno.EBADF);
  }

  private static void cannotChange(int fd) {
    try (Arena arena = Arena.ofConfined();
        Mapping writable = Mapping.readWrite(fd, 5000)) {
      assertThat(writable.result()).isEqualTo(-Errno.EPERM);
      assertThat(Fds.writeAt(fd, arena.allocate(1), 0)).isEqualTo(-Errno.EPERM);
      assertThat(MemFd.truncate(fd, 0)).isEqualTo(-Errno.EPERM);
      assertThat(MemFd.addSeals(fd, MemFd.SEAL_GROW)).isEqualTo(-Errno.EPERM);
    }
  }

  @Test
  void aCopyIsOverThoughTheActionThrows() {
    int[] seen = new int[1];
    assertThatThrownBy(
            () ->
                Contents.with(
                    Content.of(random(1)),
                    fd -> {
                      seen[0] = fd;
                      throw new IllegalStateException("of the action");
                    }))
        .hasMessage("of the action");
    assertThat(Fds.size(seen[0])).isEqualTo(-Errno.EBADF);
  }

  @Test
  void emptyContentHasADescriptorToo() {
    int result = Contents.with(Content.of(new byte[0]), fd -> 7 + (int) Fds.size(fd));
    assertThat(result).isEqualTo(7);
  }

  @Test
  void whatIsTooLongIsNotRead() {
    Content huge =
        new Dripping(new byte[0], 1) {
          @Override
          public long size() {
            return Contents.MAX_COPY + 1;
          }

          @Override
          public int read(long position, MemorySegment buffer) {
            throw new AssertionError("read at " + position);
          }
        };
    assertThat(Contents.with(huge, ContentsTest::never)).isEqualTo(-Errno.ENOMEM);
  }

  @Test
  void theLongestIsCopied() {
    byte[] bytes = new byte[(int) Contents.MAX_COPY];
    bytes[bytes.length - 1] = 9;
    int result =
        Contents.with(
            Content.of(bytes),
            fd -> {
              assertThat(Fds.size(fd)).isEqualTo(Contents.MAX_COPY);
              return lastByte(fd);
            });
    assertThat(result).isEqualTo(9);
  }

  private static int lastByte(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocate(1);
      assertThat(Fds.readAt(fd, one, Contents.MAX_COPY - 1)).isEqualTo(1);
      return one.get(ValueLayout.JAVA_BYTE, 0);
    }
  }

  @Test
  void contentThatEndsEarlyIsNotSent() {
    Content shorter =
        new Dripping(random(10), 4) {
          @Override
          public long size() {
            return 11;
          }
        };
    assertThat(Contents.with(shorter, ContentsTest::never)).isEqualTo(-Errno.EINVAL);
  }

  @Test
  void contentThatCannotBeReadIsNotSent() {
    Content broken =
        new Dripping(random(10), 4) {
          @Override
          public int read(long position, MemorySegment buffer) throws IOException {
            throw new IOException("on purpose");
          }
        };
    assertThat(Contents.with(broken, ContentsTest::never)).isEqualTo(-Errno.EINVAL);
  }

  @Test
  void contentThatThrowsIsNotSent() {
    Content broken =
        new Dripping(random(10), 4) {
          @Override
          public int read(long position, MemorySegment buffer) {
            throw new IllegalStateException("on purpose");
          }
        };
    assertThat(Contents.with(broken, ContentsTest::never)).isEqualTo(-Errno.EINVAL);
  }

  @Test
  void anOpenFileIsSentItself(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("file"), random(3000));
    int opened = Fds.open(file.toString(), Fds.O_RDONLY);
    long inode = FileStatus.of(opened).inode();
    try (DescriptorContent content = new DescriptorContent(opened, 3000)) {
      int result =
          Contents.with(
              content,
              fd -> {
                assertThat(FileStatus.of(fd).inode()).isEqualTo(inode);
                return (int) Fds.size(fd);
              });
      assertThat(result).isEqualTo(3000);
      assertThat(FileStatus.of(opened).result()).isZero();
    }
  }

  @Test
  void aFileHasNoLongestSize() {
    int empty = MemFd.create("test");
    try (DescriptorContent huge = new DescriptorContent(empty, Long.MAX_VALUE)) {
      assertThat(Contents.with(huge, fd -> 3)).isEqualTo(3);
    }
  }

  @Test
  void aClosedFileIsNotSent() {
    DescriptorContent closed = new DescriptorContent(MemFd.create("test"), 0);
    closed.close();
    assertThat(Contents.with(closed, ContentsTest::never)).isEqualTo(-Errno.EBADF);
  }
}
