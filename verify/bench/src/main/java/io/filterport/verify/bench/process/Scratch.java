package io.filterport.verify.bench.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one run, which go with it. Sockets and programs lie below {@code target}, because
 * programs may not start from everywhere. Files that peers map lie in memory if the system has a
 * place for them: on a disk, the kernel's writing them back would be measured. What a run left that
 * was killed goes with the next one.
 */
public final class Scratch implements AutoCloseable {
  private static final String PREFIX = "filterport-bench-";
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private final Path directory;
  private final Path memory;
  private int measurements;

  /**
   * Makes the directories.
   *
   * @param target a directory for what is built
   */
  public Scratch(Path target) throws IOException {
    directory = make(target).toRealPath();
    memory = Files.isWritable(SHARED_MEMORY) ? make(SHARED_MEMORY) : make(directory);
  }

  private static Path make(Path parent) throws IOException {
    Files.createDirectories(parent);
    deleteThoseOfDeadRuns(parent);
    return Files.createDirectories(parent.resolve(PREFIX + ProcessHandle.current().pid()));
  }

  private static void deleteThoseOfDeadRuns(Path parent) throws IOException {
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path run : runs) {
        String pid = run.getFileName().toString().substring(PREFIX.length());
        if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          delete(run);
        }
      }
    }
  }

  /** {@return the directory of this run} */
  public Path directory() {
    return directory;
  }

  /** {@return the same, for files that are mapped} */
  public Path memory() {
    return memory;
  }

  /** {@return a new directory for one measurement, with a short path: sockets go there} */
  public Path measurement() throws IOException {
    measurements++;
    return Files.createDirectory(directory.resolve(Integer.toString(measurements)));
  }

  /** Deletes what a measurement left. */
  public static void empty(Path directory) throws IOException {
    for (Path file : below(directory)) {
      if (!file.equals(directory)) {
        Files.delete(file);
      }
    }
  }

  private static List<Path> below(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }

  private static void delete(Path top) throws IOException {
    empty(top);
    Files.delete(top);
  }

  @Override
  public void close() throws IOException {
    delete(memory);
    delete(directory);
  }
}
