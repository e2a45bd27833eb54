package io.filterport.verify.conformance.world;

import io.filterport.linux.Fds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this process holds of connections to or from others. Stateless. */
public final class Descriptors {
  private static final Path SELF = Path.of("/proc/self");
  private static final String SEQPACKET = "0005";
  private static final int TYPE = 4;
  private static final int INODE = 6;

  private Descriptors() {}

  /** {@return the control sockets, of either side, the listening ones too} */
  public static List<Integer> controlSockets() {
    Set<String> sockets =
        lines(SELF.resolve("net/unix"))
            .map(line -> line.strip().split(" +", -1))
            .filter(columns -> columns[TYPE].equals(SEQPACKET))
            .map(columns -> "socket:[" + columns[INODE] + "]")
            .collect(Collectors.toSet());
    return all().filter(fd -> sockets.contains(target(fd))).toList();
  }

  /** {@return the control sockets, and descriptors of processes and of shared memory} */
  public static List<Integer> ofConnections() {
    return Stream.concat(controlSockets().stream(), all().filter(Descriptors::isOfConnection))
        .toList();
  }

  private static boolean isOfConnection(int fd) {
    String target = target(fd);
    return target.startsWith("/memfd:filterport")
        || target.startsWith("anon_inode:[pidfd]")
        || target.startsWith("pidfd:");
  }

  /** {@return those of them that a program started by this process would keep} */
  public static List<Integer> inheritable() {
    return ofConnections().stream().filter(fd -> Fds.closeOnExec(fd) == 0).toList();
  }

  /** {@return how many mappings of shared memory this process has} */
  public static long mappings() {
    return lines(SELF.resolve("maps")).filter(line -> line.contains("memfd:filterport")).count();
  }

  private static Stream<Integer> all() {
    try (Stream<Path> entries = Files.list(SELF.resolve("fd"))) {
      return entries.map(fd -> Integer.valueOf(fd.getFileName().toString())).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(int fd) {
    try {
      return Files.readSymbolicLink(SELF.resolve("fd/" + fd)).toString();
    } catch (IOException e) {
      return ""; // it was closed meanwhile
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
