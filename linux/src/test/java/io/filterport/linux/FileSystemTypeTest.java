package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileSystemTypeTest {
  private static final long PROC = 0x9fa0;

  @Test
  void memoryIsTmpfs() {
    int memory = MemFd.create("test");
    assertThat(FileSystemType.of(memory)).isEqualTo(FileSystemType.TMPFS);
    Fds.close(memory);
  }

  @Test
  void procIsProc() {
    int status = Fds.open("/proc/self/status", Fds.O_RDONLY);
    assertThat(FileSystemType.of(status)).isEqualTo(PROC);
    Fds.close(status);
  }

  @Test
  void aBadDescriptorIsEbadf() {
    assertThat(FileSystemType.of(-1)).isEqualTo(-Errno.EBADF);
  }
}
