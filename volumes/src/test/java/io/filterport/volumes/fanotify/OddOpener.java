package io.filterport.volumes.fanotify;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.FileHandle;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
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
    int fd = arguments[0].equals(BY_HANDLE) ? openByHandle(file) : Ring.open(file);
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

  /** An io_uring of one entry, which opens one file. */
  private static final class Ring {
    private static final long SETUP = 425;
    private static final long ENTER = 426;
    private static final byte OPENAT = 18;
    private static final int AT_FDCWD = -100;
    private static final int GETEVENTS = 1;
    private static final int READ_WRITE = 3;
    private static final int SHARED = 1;
    private static final long ENTRIES_AT = 0x10000000;
    private static final long ENTRY_BYTES = 64;
    private static final long RINGS_BYTES = 4096;

    /* struct io_uring_params */
    private static final long PARAMS_BYTES = 120;
    private static final long SUBMIT_TAIL = 44;
    private static final long SUBMIT_ARRAY = 64;
    private static final long COMPLETE_HEAD = 80;
    private static final long COMPLETE_MASK = 88;
    private static final long COMPLETIONS = 100;

    private static final MethodHandle SYSCALL =
        function(
            "syscall",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle MMAP =
        function(
            "mmap",
            FunctionDescriptor.of(
                ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));

    private Ring() {}

    private static MethodHandle function(
        String name, FunctionDescriptor type, Linker.Option... options) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type, options);
    }

    /** {@return a descriptor, or -errno} Ends the program where there are no rings. */
    static int open(Path file) throws Throwable {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment params = arena.allocate(PARAMS_BYTES, Long.BYTES);
        int ring = (int) call(SETUP, 1, params, 0, 0);
        if (ring < 0) {
          System.out.println(SKIP + "no io_uring here");
          System.exit(0);
        }
        MemorySegment rings = map(ring, 0, RINGS_BYTES);
        fill(map(ring, ENTRIES_AT, ENTRY_BYTES), arena.allocateFrom(file.toString()));
        rings.set(JAVA_INT, params.get(JAVA_INT, SUBMIT_ARRAY), 0);
        rings.set(JAVA_INT, params.get(JAVA_INT, SUBMIT_TAIL), 1);
        call(ENTER, ring, MemorySegment.ofAddress(1), 1, GETEVENTS);
        return result(rings, params);
      }
    }

    private static void fill(MemorySegment entry, MemorySegment path) {
      entry.set(JAVA_BYTE, 0, OPENAT);
      entry.set(JAVA_INT, 4, AT_FDCWD);
      entry.set(JAVA_LONG, 16, path.address());
    }

    private static int result(MemorySegment rings, MemorySegment params) {
      int head = rings.get(JAVA_INT, params.get(JAVA_INT, COMPLETE_HEAD));
      int mask = rings.get(JAVA_INT, params.get(JAVA_INT, COMPLETE_MASK));
      return rings.get(JAVA_INT, params.get(JAVA_INT, COMPLETIONS) + (head & mask) * 16L + 8);
    }

    private static MemorySegment map(int ring, long at, long bytes) throws Throwable {
      MemorySegment mapped =
          (MemorySegment) MMAP.invokeExact(MemorySegment.NULL, bytes, READ_WRITE, SHARED, ring, at);
      return mapped.reinterpret(bytes);
    }

    /** The second argument of ENTER is a number, that of SETUP a structure. */
    private static long call(long number, long first, MemorySegment second, long third, long fourth)
        throws Throwable {
      return (long) SYSCALL.invokeExact(number, first, second, third, fourth, 0L, 0L);
    }
  }
}
