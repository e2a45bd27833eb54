package io.filterport.volumes.fanotify;

import io.filterport.linux.Fds;
import io.filterport.linux.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** The files that this process has open. */
final class OpenFiles {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private OpenFiles() {}

  /**
   * {@return the descriptors of regular files that are open for writing: redirected output, logs}
   * They were open a moment ago; another thread may close them.
   */
  static IntStream written() {
    IntStream.Builder written = IntStream.builder();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path name : descriptors) {
        int descriptor = Integer.parseInt(name.getFileName().toString());
        if (isWritten(descriptor)) {
          written.add(descriptor);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written.build();
  }

  private static boolean isWritten(int descriptor) {
    return Fds.accessMode(descriptor) > Fds.O_RDONLY && FileStatus.of(descriptor).isRegular();
  }
}
