package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.linux.Errno;
import io.filterport.linux.Mounts;
import io.filterport.volume.FileOperation;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import io.filterport.volume.VolumeOptions;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A file system of its own in a mount namespace of its own: seen by the test's thread and what it
 * starts, gone with them.
 *
 * <pre>
 *   mount/guarded/clean, bad, other          what the volume guards
 *   mount/outside/clean  mount/elsewhere/    the same file system
 * </pre>
 */
final class Sandbox {
  static final String NOT_PERMITTED = "Operation not permitted";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path mount;

  private Sandbox(Path mount) {
    this.mount = mount;
  }

  interface Body {
    void run(Sandbox sandbox) throws Exception;
  }

  /** Runs a test on a thread of its own, or skips it where the system does not allow it. */
  static void run(Path directory, Body body) throws Throwable {
    FanotifySupport support = FanotifySupport.probe();
    assumeTrue(support.available(), support.advice());
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (Watchdog watchdog = Watchdog.start()) {
      assertThat(watchdog).isNotNull();
      Thread.ofPlatform().start(() -> run(directory, body, failure)).join();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private static void run(Path directory, Body body, AtomicReference<Throwable> failure) {
    try {
      need(Mounts.unshare(Mounts.CLONE_NEWNS));
      need(Mounts.mount("none", "/", "", Mounts.MS_REC | Mounts.MS_PRIVATE, ""));
      need(Mounts.mount("test", directory.toString(), "tmpfs", Mounts.MS_NODEV, "size=8m"));
      runMounted(directory, body);
    } catch (Throwable e) {
      failure.set(e);
    }
  }

  private static void runMounted(Path directory, Body body) throws Exception {
    try {
      Sandbox sandbox = new Sandbox(directory.toRealPath());
      sandbox.fill();
      body.run(sandbox);
    } finally {
      need(Mounts.unmount(directory.toString(), Mounts.MNT_DETACH));
    }
  }

  private static void need(int result) {
    assumeTrue(result != -Errno.EPERM, "mounting is not permitted here");
    assertThat(result).as(Errno.message(result)).isZero();
  }

  private void fill() throws IOException {
    for (String name : new String[] {"guarded", "outside", "elsewhere"}) {
      Files.createDirectory(mount.resolve(name));
    }
    Files.writeString(guarded("clean"), "clean");
    Files.writeString(guarded("bad"), "bad");
    Files.writeString(guarded("other"), "other");
    Files.writeString(outside("clean"), "outside");
  }

  Path directory() {
    return mount.resolve("guarded");
  }

  Path guarded(String name) {
    return directory().resolve(name);
  }

  Path outside(String name) {
    return mount.resolve("outside").resolve(name);
  }

  Path elsewhere() {
    return mount.resolve("elsewhere");
  }

  /** Options of a volume that denies what it does not know, and has time. */
  static FanotifyOptions options() {
    return options(false, PATIENCE);
  }

  static FanotifyOptions options(boolean allowByDefault, Duration timeLimit) {
    Verdict verdict = allowByDefault ? Verdict.ALLOW : Verdict.deny("by default");
    return FanotifyOptions.of(
        VolumeOptions.named("test").withDefaultVerdict(verdict).withTimeLimit(timeLimit));
  }

  FanotifyVolume volume(FanotifyOptions options, PreOperationCallback callback) {
    FanotifyVolume volume = FanotifyVolume.open(directory(), options);
    volume.attach("320000", callback);
    return volume;
  }

  /** A volume whose callback denies files with the content "bad". */
  FanotifyVolume volume() {
    return volume(options(), Sandbox::denyBad);
  }

  FanotifyVolume denyAll() {
    return volume(options(), operation -> Verdict.DENY);
  }

  static Verdict denyBad(FileOperation operation) throws IOException {
    return text(operation).equals("bad") ? Verdict.deny("bad content") : Verdict.ALLOW;
  }

  static String text(FileOperation operation) throws IOException {
    byte[] bytes = new byte[(int) Math.min(operation.size(), 64)];
    operation.content().read(0, MemorySegment.ofArray(bytes));
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  String cat(Path file) {
    return Opener.run("cat", file.toString());
  }
}
