package io.filterport.volumes.fanotify;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.FileHandle;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A program that opens a file by another system call than open, and prints what it reads. */
final class OddOpener {
  static final String BY_HANDLE = "handle";
  static final String BY_RING = "ring";

  /** What it prints begins so if this system has no such call. */
  static final String SKIP = "skipped: ";

  private OddOpener() {}

  static String run(String way, Path file) throws URISyntaxException {
    List<String> command = ChildPrograms.command(OddOpener.class);
    command.addAll(List.of(way, file.toString()));
    return Opener.run(command.toArray(String[]::new));
  }

  public static void main(String[] arguments) throws Throwable {
    Watchdog.start();
    Path file = Path.of(arguments[1]);
    int fd = arguments[0].equals(BY_HANDLE) ? openByHandle(file) : openByRing(file);
    System.out.println(fd < 0 ? Errno.message(fd) : read(fd));
  }

  private static String read(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(100);
      int length = (int) Fds.read(fd, bytes);
      return new String(bytes.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.US_ASCII);
    }
  }

  /** The handle is found without opening the file. */
  private static int openByHandle(Path file) {
    int directory = Fds.open(String.valueOf(file.getParent()), Fds.O_DIRECTORY);
    int found = Fds.open(file.toString(), Fds.O_PATH);
    return Objects.requireNonNull(FileHandle.of(found)).open(directory, Fds.O_RDONLY);
  }

  /** Ends the program where there are no rings. */
  private static int openByRing(Path file) {
    try (Ring ring = Ring.make();
        Arena arena = Arena.ofConfined()) {
      if (ring == null) {
        System.out.println(SKIP + "no io_uring here");
        System.exit(0);
      }
      return Objects.requireNonNull(ring).open(arena.allocateFrom(file.toString()));
    }
  }
}
