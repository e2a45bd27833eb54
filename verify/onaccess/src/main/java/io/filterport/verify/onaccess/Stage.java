package io.filterport.verify.onaccess;

import io.filterport.linux.Errno;
import io.filterport.linux.Identity;
import io.filterport.linux.Mounts;
import io.filterport.volumes.fanotify.FanotifySupport;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A file system to guard, and another one for sockets, settings and logs, both in a mount namespace
 * that only one thread and what it starts can see. They are gone with them.
 */
public final class Stage {
  /** What is guarded. */
  public enum FileSystem {
    /** In memory. */
    TMPFS,
    /** In a file, in memory, behind a loop device. */
    EXT4
  }

  /** What is done there. */
  @FunctionalInterface
  public interface Play<T> {
    /** {@return what came of it} */
    T on(Stage stage) throws Exception;
  }

  private static final String ROOM = "size=512m,mode=0755";
  private static final long IMAGE_BYTES = 256L << 20;

  private final Path base;
  private final FileSystem fileSystem;

  private Stage(Path base, FileSystem fileSystem) {
    this.base = base;
    this.fileSystem = fileSystem;
  }

  /** {@return why there can be none here; empty if there can} */
  public static Optional<String> missing() {
    if (Identity.effectiveUid() != 0) {
      return Optional.of("only root can guard a file system");
    }
    FanotifySupport support = FanotifySupport.probe();
    return support.available() ? Optional.empty() : Optional.of(support.advice());
  }

  /** {@return what came of a play, on a thread and a file system of its own} */
  public static <T> T play(FileSystem fileSystem, Play<T> play) throws Exception {
    FutureTask<T> task = new FutureTask<>(() -> mounted(fileSystem, play));
    Thread.ofPlatform().daemon().name("stage").start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static <T> T mounted(FileSystem fileSystem, Play<T> play) throws Exception {
    require(Mounts.unshare(Mounts.CLONE_NEWNS), "unshare");
    require(Mounts.mount("none", "/", "", Mounts.MS_REC | Mounts.MS_PRIVATE, ""), "private");
    Path base = Files.createTempDirectory("filterport-stage");
    Stage stage = new Stage(base, fileSystem);
    try {
      tmpfs(base);
      try {
        stage.mount();
        return play.on(stage);
      } finally {
        int ignored = Mounts.unmount(stage.guarded().toString(), Mounts.MNT_DETACH);
        require(Mounts.unmount(base.toString(), Mounts.MNT_DETACH), "unmount");
      }
    } finally {
      Files.delete(base);
    }
  }

  private static void tmpfs(Path target) throws IOException {
    long flags = Mounts.MS_NOSUID | Mounts.MS_NODEV;
    require(Mounts.mount("stage", target.toString(), "tmpfs", flags, ROOM), "mount tmpfs");
  }

  private void mount() throws Exception {
    Files.createDirectory(guarded());
    if (fileSystem == FileSystem.TMPFS) {
      tmpfs(guarded());
    } else {
      ext4();
    }
    Files.setPosixFilePermissions(guarded(), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void ext4() throws Exception {
    Path image = base.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(IMAGE_BYTES);
    }
    run("mkfs.ext4", "-q", "-F", image.toString());
    run("mount", "-o", "loop,nosuid,nodev", image.toString(), guarded().toString());
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
    }
  }

  private static void require(int result, String call) throws IOException {
    if (result < 0) {
      throw new IOException(call + ": " + Errno.name(result));
    }
  }

  /** {@return where sockets, settings and logs go; not guarded} */
  public Path base() {
    return base;
  }

  /** {@return the top of the file system to guard} */
  public Path guarded() {
    return base.resolve("guarded");
  }
}
