package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Errno;
import io.filterport.linux.Mounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where the demo plays. With kernel events: a mount namespace of its own, in which an unused
 * directory of the system is covered by file systems of its own; they are gone with its last
 * process, also after {@code kill -9}. Else a temporary directory.
 *
 * @param base holds the control socket
 * @param guarded holds the files
 * @param temporary whether the base must be deleted
 */
record DemoStage(Path base, Path guarded, boolean temporary) implements AutoCloseable {
  private static final List<Path> COVERED =
      List.of(Path.of("/mnt"), Path.of("/media"), Path.of("/srv"), Path.of("/opt"));
  private static final String OPTIONS = "size=16m,mode=0755";

  /** For the calling thread, and the processes it starts, alone. */
  static DemoStage ofOwnNamespace() throws IOException {
    require(Mounts.unshare(Mounts.CLONE_NEWNS), "unshare");
    require(
        Mounts.mount("none", "/", "none", Mounts.MS_REC | Mounts.MS_PRIVATE, ""), "mount private");
    Path base =
        COVERED.stream()
            .filter(DemoStage::isUnused)
            .findFirst()
            .orElseThrow(() -> new IOException("no unused directory among " + COVERED));
    Path guarded = base.resolve("guarded");
    mount(base);
    Files.createDirectory(guarded);
    mount(guarded);
    return new DemoStage(base, guarded, false);
  }

  private static void mount(Path target) {
    require(
        Mounts.mount(
            "filterport-demo",
            target.toString(),
            "tmpfs",
            Mounts.MS_NOSUID | Mounts.MS_NODEV,
            OPTIONS),
        "mount tmpfs");
  }

  private static void require(int result, String call) {
    if (result < 0) {
      throw new FilterPortException(
          "making the demo's file system: " + call + ": " + Errno.name(result),
          NtStatus.PRIVILEGE_NOT_HELD,
          "Use --volume nio, which needs no privileges.");
    }
  }

  /** Covering what this program runs from would end it. */
  private static boolean isUnused(Path directory) {
    return Files.isDirectory(directory)
        && !Path.of(System.getProperty("java.home")).startsWith(directory)
        && !Path.of("").toAbsolutePath().startsWith(directory)
        && Stream.of(System.getProperty("jdk.module.path", "").split(":", -1))
            .noneMatch(entry -> Path.of(entry).toAbsolutePath().startsWith(directory));
  }

  static DemoStage ofTemporaryDirectory() throws IOException {
    Path base = Files.createTempDirectory("filterport-demo");
    DemoFiles.letEveryoneLook(base);
    Path guarded = Files.createDirectory(base.resolve("guarded"));
    DemoFiles.letEveryoneLook(guarded);
    return ofTemporary(guarded);
  }

  /** {@return the stage in a temporary directory whose guarded directory this is} */
  static DemoStage ofTemporary(Path guarded) {
    return new DemoStage(Objects.requireNonNull(guarded.getParent()), guarded, true);
  }

  Path controlSocket() {
    return base.resolve("manager.sock");
  }

  /** Runs at the end, also at Ctrl-C. The second time it finds nothing. */
  @Override
  public void close() {
    if (!temporary || !Files.exists(base)) {
      return;
    }
    try (Stream<Path> all = Files.walk(base)) {
      all.sorted(Comparator.reverseOrder()).forEach(DemoStage::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
