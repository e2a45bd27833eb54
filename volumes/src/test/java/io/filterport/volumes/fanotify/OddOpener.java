package io.filterport.volumes.fanotify;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.FileHandle;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A program that opens a file by another system call than open, and prints what it reads. */
final class OddOpener {
  static final String BY_HANDLE = "handle";
  static final String BY_RING = "ring";

  /** As a file server does for a client that has the handle from before. */
  static final String BY_COLD_HANDLE = "cold handle";

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
    int fd =
        switch (arguments[0]) {
          case BY_HANDLE -> handle(file).open(directory(file), Fds.O_RDONLY);
          case BY_COLD_HANDLE -> openByColdHandle(file);
          default -> openByRing(file);
        };
    System.out.println(fd < 0 ? Errno.message(fd) : read(fd));
  }

  private static String read(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(100);
      int length = (int) Fds.read(fd, bytes);
      return new String(bytes.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.US_ASCII);
    }
  }

  private static int directory(Path file) {
    return Fds.open(String.valueOf(file.getParent()), Fds.O_DIRECTORY);
  }

  /** The handle is found without opening the file. */
  private static FileHandle handle(Path file) {
    int found = Fds.open(file.toString(), Fds.O_PATH);
    FileHandle handle = Objects.requireNonNull(FileHandle.of(found));
    Fds.close(found);
    return handle;
  }

  /** The kernel has forgotten the file's name by then, and does not look for it. */
  private static int openByColdHandle(Path file) throws IOException {
    FileHandle handle = handle(file);
    int directory = directory(file);
    for (int i = 0; i < 50; i++) {
      forgetNames();
      int nameless = handle.open(directory, Fds.O_PATH);
      if ("/".equals(Fds.path(nameless))) {
        return handle.open(directory, Fds.O_RDONLY);
      }
      Fds.close(nameless);
    }
    return skip("names stay known here");
  }

  private static void forgetNames() throws IOException {
    Path dropCaches = Path.of("/proc/sys/vm/drop_caches");
    if (!Files.isWritable(dropCaches)) {
      skip("caches cannot be dropped here");
    }
    Files.writeString(dropCaches, "2");
  }

  private static int skip(String reason) {
    System.out.println(SKIP + reason);
    System.exit(0);
    return -1;
  }

  /** Ends the program where there are no rings. */
  private static int openByRing(Path file) {
    try (Ring ring = Ring.make();
        Arena arena = Arena.ofConfined()) {
      if (ring == null) {
        skip("no io_uring here");
      }
      return Objects.requireNonNull(ring).open(arena.allocateFrom(file.toString()));
    }
  }
}
