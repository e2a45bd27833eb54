package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Errno;
import io.filterport.linux.LinuxSupport;
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

  /**
   * For the calling thread, and the processes it starts, alone.
   *
   * @throws FilterPortException if the system does not let this process make one
   */
  static DemoStage ofOwnNamespace() throws IOException {
    if (!LinuxSupport.isAvailable()) {
      throw refusal("this is not Linux on x86-64 or aarch64", NtStatus.NOT_SUPPORTED);
    }
    require(Mounts.unshare(Mounts.CLONE_NEWNS), "unshare");
    require(
        Mounts.mount("none", "/", "none", Mounts.MS_REC | Mounts.MS_PRIVATE, ""), "mount private");
    Path base =
        COVERED.stream()
            .filter(DemoStage::isUnused)
            .findFirst()
            .orElseThrow(
                () -> refusal("no unused directory among " + COVERED, NtStatus.NOT_SUPPORTED));
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
      throw refusal(call + ": " + Errno.name(result), NtStatus.PRIVILEGE_NOT_HELD);
    }
  }

  private static FilterPortException refusal(String why, NtStatus status) {
    return new FilterPortException(
        "making the demo's file system: " + why,
        status,
        "Use --volume nio, which needs no privileges and works on any system.");
  }

  /** Covering what this program runs from would end it. */
  private static boolean isUnused(Path directory) {
    return Files.isDirectory(directory)
        && !Path.of(System.getProperty("java.home")).startsWith(directory)
        && !Path.of("").toAbsolutePath().startsWith(directory)
        && Stream.of(System.getProperty("jdk.module.path", "").split(":", -1))
            .noneMatch(entry -> Path.of(entry).toAbsolutePath().startsWith(directory));
  }

  /** For this user alone. */
  static DemoStage ofTemporaryDirectory() throws IOException {
    Path base = Files.createTempDirectory("filterport-demo");
    return ofTemporary(Files.createDirectory(base.resolve("guarded")));
  }

  /** {@return the same, which a service of another user can enter} */
  DemoStage forEveryone() throws IOException {
    DemoFiles.letEveryoneLook(base);
    DemoFiles.letEveryoneLook(guarded);
    return this;
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
