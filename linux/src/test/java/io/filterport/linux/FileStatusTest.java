package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStatusTest {
  @TempDir Path directory;

  @Test
  void agreesWithWhatTheJdkSees() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "12345");
    Files.createLink(directory.resolve("other name"), file);
    Files.setLastModifiedTime(
        file, FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_789)));
    FileStatus status = status(file);
    assertThat(status.result()).isZero();
    assertThat(status.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
    assertThat(status.mode()).isEqualTo(Files.getAttribute(file, "unix:mode"));
    assertThat(status.links()).isEqualTo(2);
    assertThat(status.uid()).isEqualTo(Identity.uid());
    assertThat(status.size()).isEqualTo(5);
    assertThat(status.modifiedNanos()).isEqualTo(1_000_000_000_123_456_789L);
    assertThat(status.changedNanos()).isEqualTo(changed(file));
    assertThat(status.isRegular()).isTrue();
    assertThat(status.isDirectory()).isFalse();
  }

  private static long changed(Path file) throws IOException {
    return ((FileTime) Files.getAttribute(file, "unix:ctime")).to(TimeUnit.NANOSECONDS);
  }

  @Test
  void deviceAndMountTellFileSystemsApart() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    FileStatus here = status(directory);
    assertThat(here.isDirectory()).isTrue();
    assertThat(status(file).device()).isEqualTo(here.device());
    assertThat(status(file).mountId()).isEqualTo(here.mountId());
    assertThat(status(Path.of("/proc")).device()).isNotEqualTo(here.device());
    assertThat(status(Path.of("/proc")).mountId()).isNotEqualTo(here.mountId());
  }

  @Test
  void aBadDescriptorIsEbadf() {
    assertThat(FileStatus.of(-1).result()).isEqualTo(-Errno.EBADF);
  }

  private static FileStatus status(Path path) {
    int fd = Fds.open(path.toString(), Fds.O_RDONLY);
    FileStatus status = FileStatus.of(fd);
    Fds.close(fd);
    return status;
  }
}
