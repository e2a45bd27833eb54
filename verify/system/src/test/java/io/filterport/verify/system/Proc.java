package io.filterport.verify.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel says of processes. Stateless. */
public final class Proc {
  private static final Path SELF = Path.of("/proc/self");

  private Proc() {}

  /** {@return R, S, D, T or Z} */
  static char state(long pid) {
    String stat = text(Path.of("/proc/" + pid + "/stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  /** {@return how many threads of this process have a name that begins so} */
  static long threads(String prefix) {
    return list(SELF.resolve("task")).stream()
        .filter(task -> text(task.resolve("comm")).startsWith(prefix))
        .count();
  }

  /** {@return how many descriptors of this process lead to a target that begins so} */
  static long descriptors(String prefix) {
    return list(SELF.resolve("fd")).stream().filter(fd -> target(fd).startsWith(prefix)).count();
  }

  /** {@return the number of the process that a descriptor of this process stands for} */
  static long processOf(int pidfd) {
    return text(SELF.resolve("fdinfo/" + pidfd))
        .lines()
        .filter(line -> line.startsWith("Pid:"))
        .mapToLong(line -> Long.parseLong(line.substring("Pid:".length()).strip()))
        .findFirst()
        .orElseThrow();
  }

  /** {@return how many mappings of this process contain this} */
  static long mappings(String text) {
    return text(SELF.resolve("maps")).lines().filter(line -> line.contains(text)).count();
  }

  /** {@return the voluntary context switches of every thread of this process} */
  static long voluntarySwitches() {
    return list(SELF.resolve("task")).stream()
        .flatMap(task -> text(task.resolve("status")).lines())
        .filter(line -> line.startsWith("voluntary_ctxt_switches"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .sum();
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // it was closed meanwhile
    }
  }

  /** {@return a file's text, empty if what it tells of has ended} */
  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      if (hasEnded(e)) {
        return "";
      }
      throw new UncheckedIOException(e);
    }
  }

  /** Found no more by its name, at the opening, or only at the reading. */
  static boolean hasEnded(IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return e instanceof NoSuchFileException || "No such process".equals(reason);
  }
}
