package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the file system of the temporary directory. */
class FileHandleTest {
  @TempDir Path directory;

  @Test
  void aFileIsFoundUnderItsNewNameAndNotAfterItsEnd() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    int there = Fds.open(directory.toString(), Fds.O_DIRECTORY);
    int fd = Fds.open(file.toString(), Fds.O_PATH);
    FileHandle handle = FileHandle.of(fd);
    assumeTrue(handle != null, "a file system without handles");
    Fds.close(fd);
    Path moved = Files.move(file, directory.resolve("moved"));
    int found = handle.open(there, Fds.O_PATH);
    assumeTrue(found != -Errno.EPERM, "no CAP_DAC_READ_SEARCH");
    assertThat(Fds.path(found)).isEqualTo(moved.toRealPath().toString());
    assertThat(Fds.closeOnExec(found)).isEqualTo(1);
    Fds.close(found);
    Files.delete(moved);
    assertThat(handle.open(there, Fds.O_PATH)).isEqualTo(-Errno.ESTALE);
    Fds.close(there);
  }

  @Test
  void whatIsNotOpenHasNoHandle() {
    assertThat(FileHandle.of(-1)).isNull();
  }
}
