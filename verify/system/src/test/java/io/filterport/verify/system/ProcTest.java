package io.filterport.verify.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("what the kernel says of threads")
class ProcTest {
  private static final String COMM = "/proc/self/task/1/comm";

  @Test
  @DisplayName(
      "a thread that ended between its finding and the opening of its file broke the count")
  void ended() {
    assertThat(Proc.hasEnded(new NoSuchFileException(COMM))).isTrue();
    assertThat(Proc.hasEnded(new FileSystemException(COMM, null, "No such process"))).isTrue();
    assertThat(Proc.hasEnded(new IOException("No such process"))).isTrue();
    assertThat(Proc.hasEnded(new AccessDeniedException(COMM))).isFalse();
  }
}
