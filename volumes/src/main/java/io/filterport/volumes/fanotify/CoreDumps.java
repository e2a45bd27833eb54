package io.filterport.volumes.fanotify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the kernel sends the core dumps of processes that crash. Immutable.
 *
 * <p>While it does, nothing of the process goes on, and the process cannot be killed while a
 * program is started that takes the dump. So if a host guards what the kernel opens then, the
 * kernel waits for the host, and the host for the kernel.
 *
 * @param pattern {@code kernel.core_pattern}; empty if nobody may know
 */
public record CoreDumps(String pattern) {
  private static final Path PATTERN = Path.of("/proc/sys/kernel/core_pattern");
  private static final String TO_PROGRAM = "|";
  private static final String TO_SOCKET = "@";

  /** {@return where they go now} */
  public static CoreDumps now() {
    try {
      return new CoreDumps(Files.readString(PATTERN, StandardCharsets.ISO_8859_1).strip());
    } catch (IOException e) {
      return new CoreDumps("");
    }
  }

  /** {@return whether a program takes them} */
  boolean goToProgram() {
    return pattern.startsWith(TO_PROGRAM);
  }

  /**
   * {@return what the kernel opens: the program, or the file, which may be relative to the working
   * directory of the process} To connect to a socket opens nothing.
   */
  Optional<Path> opened() {
    if (goToProgram()) {
      return Optional.of(Path.of(pattern.substring(1).strip().split("\\s", 2)[0]));
    }
    return pattern.isEmpty() || pattern.startsWith(TO_SOCKET)
        ? Optional.empty()
        : Optional.of(Path.of(pattern));
  }

  /**
   * {@return whether what the kernel opens lies on the same file system as a directory} A file in
   * the working directory of whoever crashes is nobody's.
   *
   * @param directory such as a guarded one
   */
  public boolean lieBeside(Path directory) {
    return opened()
        .filter(Path::isAbsolute)
        .map(HostFiles::fileSystemOf)
        .filter(HostFiles.fileSystemOf(directory)::equals)
        .isPresent();
  }
}
