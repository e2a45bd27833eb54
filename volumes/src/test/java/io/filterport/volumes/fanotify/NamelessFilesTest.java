package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Fds;
import io.filterport.linux.MemFd;
import io.filterport.volumes.Latches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who closes what, with a file in memory for one that was deleted. */
class NamelessFilesTest {
  @TempDir Path directory;

  private final int nameless = MemFd.create("nameless");
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger closed = new AtomicInteger();

  @AfterEach
  void close() {
    Fds.close(nameless);
  }

  private void closeSlowly() {
    Latches.await(end);
    closed.incrementAndGet();
  }

  @Test
  void whoHandsOverAFileDoesNotWaitForItsLastClose() {
    try (NamelessFiles files = new NamelessFiles()) {
      assertThat(files.takes(nameless, this::closeSlowly)).isTrue();
      assertThat(closed.get()).isZero();
      end.countDown();
    }
    assertThat(closed.get()).as("closed before its end").isEqualTo(1);
  }

  @Test
  void aFileWithANameIsNotTaken() throws IOException {
    int fd = Fds.open(Files.createFile(directory.resolve("file")).toString(), Fds.O_RDONLY);
    try (NamelessFiles files = new NamelessFiles()) {
      assertThat(files.takes(fd, this::closeSlowly)).isFalse();
      assertThat(Fds.close(fd)).isZero();
      assertThat(files.takes(fd, this::closeSlowly)).as("closed").isFalse();
    }
  }

  @Test
  void whatHasNoRoomIsLeftToWhoeverClosesIt() {
    try (NamelessFiles files = new NamelessFiles()) {
      for (int i = 0; i <= NamelessFiles.MOST; i++) {
        assertThat(files.takes(nameless, this::closeSlowly)).isTrue();
      }
      assertThat(files.takes(nameless, this::closeSlowly)).isFalse();
      end.countDown();
    }
    assertThat(closed.get()).isEqualTo(1 + NamelessFiles.MOST);
  }
}
