package io.filterport.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FdsTest {
  private final Arena arena = Arena.ofShared();

  @TempDir Path directory;
  private Path file = Path.of("");
  private int fd;
  private MemorySegment last = MemorySegment.NULL;

  @BeforeEach
  void open() throws IOException {
    file = Files.writeString(directory.toRealPath().resolve("grüße"), "0123456789");
    fd = Fds.open(file.toString(), Fds.O_RDWR);
    assertThat(fd).isNotNegative();
  }

  @AfterEach
  void close() {
    Fds.close(fd);
    arena.close();
  }

  @Test
  void aFileThatIsMissingIsEnoent() {
    assertThat(Fds.open(file + ".missing", Fds.O_RDONLY)).isEqualTo(-Errno.ENOENT);
  }

  @Test
  void aFileIsNoDirectory() {
    assertThat(Fds.open(file.toString(), Fds.O_DIRECTORY)).isEqualTo(-Errno.ENOTDIR);
  }

  @Test
  void aLinkIsNotFollowedIfSo() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    assertThat(Errno.name(Fds.open(link.toString(), Fds.O_NOFOLLOW))).isEqualTo("ELOOP");
  }

  @Test
  void aPathWithAZeroByteIsRefused() {
    assertThatThrownBy(() -> Fds.open("/tmp\0x", 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void closingTwiceIsEbadf() {
    int copy = Fds.duplicate(fd);
    assertThat(Fds.close(copy)).isZero();
    assertThat(Fds.close(copy)).isEqualTo(-Errno.EBADF);
  }

  @Test
  void duplicatesShareTheOffset() {
    int copy = Fds.duplicate(fd);
    assertThat(Fds.closeOnExec(copy)).isEqualTo(1);
    assertThat(text(Fds.read(copy, buffer(4)), 4)).isEqualTo("0123");
    assertThat(text(Fds.read(fd, buffer(4)), 4)).isEqualTo("4567");
    Fds.close(copy);
  }

  @Test
  void readingAtAPositionLeavesTheOffset() {
    assertThat(text(Fds.readAt(fd, buffer(4), 6), 4)).isEqualTo("6789");
    assertThat(text(Fds.read(fd, buffer(2)), 2)).isEqualTo("01");
    assertThat(Fds.readAt(fd, buffer(4), 10)).isZero();
  }

  @Test
  void writesAreThereForOthers() throws IOException {
    assertThat(Fds.write(fd, arena.allocateFrom("ab").asSlice(0, 2))).isEqualTo(2);
    assertThat(Fds.writeAt(fd, arena.allocateFrom("z").asSlice(0, 1), 9)).isEqualTo(1);
    assertThat(Files.readString(file)).isEqualTo("ab2345678z");
  }

  @Test
  void sizeOfFileAndOfNothing() {
    assertThat(Fds.size(fd)).isEqualTo(10);
    assertThat(Fds.size(-1)).isEqualTo(-Errno.EBADF);
  }

  @Test
  void accessModes() {
    assertThat(Fds.accessMode(fd)).isEqualTo(Fds.O_RDWR);
    int reading = Fds.open(file.toString(), Fds.O_RDONLY);
    assertThat(Fds.accessMode(reading)).isEqualTo(Fds.O_RDONLY);
    Fds.close(reading);
    assertThat(Fds.accessMode(-1)).isEqualTo(-Errno.EBADF);
  }

  @Test
  void blockingAndInheritanceCanBeChanged() {
    assertThat(Fds.nonBlocking(fd)).isZero();
    assertThat(Fds.setNonBlocking(fd, true)).isZero();
    assertThat(Fds.nonBlocking(fd)).isEqualTo(1);
    assertThat(Fds.setNonBlocking(fd, false)).isZero();
    assertThat(Fds.nonBlocking(fd)).isZero();
    assertThat(Fds.setCloseOnExec(fd, false)).isZero();
    assertThat(Fds.closeOnExec(fd)).isZero();
  }

  @Test
  void pathFollowsTheFile() throws IOException {
    assertThat(Fds.path(fd)).isEqualTo(file.toString());
    Path moved = Files.move(file, directory.toRealPath().resolve("moved"));
    assertThat(Fds.path(fd)).isEqualTo(moved.toString());
    Files.delete(moved);
    assertThat(Fds.path(fd)).isEqualTo(moved + " (deleted)");
  }

  @Test
  void noPathWithoutADescriptor() {
    assertThat(Fds.path(-1)).isNull();
    assertThat(Fds.path(-1, arena.allocate(8))).isEqualTo(-Errno.ENOENT);
  }

  @Test
  void aPathIsCutToTheBuffer() {
    assertThat(Fds.path(fd, arena.allocate(3))).isEqualTo(3);
  }

  private MemorySegment buffer(int size) {
    last = arena.allocate(size);
    return last;
  }

  private String text(long result, int size) {
    assertThat(result).isEqualTo(size);
    return new String(last.toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }
}
