package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.linux.Errno;
import io.filterport.linux.Mounts;
import io.filterport.volume.FileOperation;
import io.filterport.volume.PostOperationCallback;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import io.filterport.volume.VerdictListener;
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

  /** Which file system a test runs on. */
  enum On {
    TMPFS,
    /** On a loop device; device nodes work. */
    EXT4,
    /** Over a tmpfs, which is another file system. */
    OVERLAY;

    private void mount(Path directory) throws IOException {
      String target = directory.toString();
      switch (this) {
        case TMPFS -> need(Mounts.mount("test", target, "tmpfs", Mounts.MS_NODEV, "size=8m"));
        case EXT4 -> mountImage(directory);
        case OVERLAY -> {
          need(Mounts.mount("test", target, "tmpfs", Mounts.MS_NODEV, "size=8m"));
          need(Mounts.mount("test", target, "overlay", Mounts.MS_NODEV, layers(directory)));
        }
      }
    }

    /** The loop device goes with the mount. */
    private static void mountImage(Path directory) throws IOException {
      Path image = Files.createTempFile("filterport", ".ext4");
      try {
        String made =
            Opener.shell(
                "truncate -s 16M \"$1\" && mkfs.ext4 -q \"$1\" && mount -o loop \"$1\" \"$2\"",
                image.toString(),
                directory.toString());
        assumeTrue(made.isEmpty(), made);
      } finally {
        Files.delete(image);
      }
    }

    private static String layers(Path directory) throws IOException {
      for (String layer : new String[] {"lower", "upper", "work"}) {
        Files.createDirectory(directory.resolve(layer));
      }
      return "lowerdir=%1$s/lower,upperdir=%1$s/upper,workdir=%1$s/work".formatted(directory);
    }

    private void unmount(Path directory) {
      need(Mounts.unmount(directory.toString(), Mounts.MNT_DETACH));
      if (this == OVERLAY) {
        need(Mounts.unmount(directory.toString(), Mounts.MNT_DETACH));
      }
    }
  }

  /** Runs a test on a thread of its own, or skips it where the system does not allow it. */
  static void run(Path directory, Body body) throws Throwable {
    run(On.TMPFS, directory, body);
  }

  static void run(On fileSystem, Path directory, Body body) throws Throwable {
    FanotifySupport support = FanotifySupport.probe();
    assumeTrue(support.available(), support.advice());
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (Watchdog watchdog = Watchdog.start()) {
      assertThat(watchdog).isNotNull();
      Thread.ofPlatform().start(() -> run(fileSystem, directory, body, failure)).join();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private static void run(
      On fileSystem, Path directory, Body body, AtomicReference<Throwable> failure) {
    try {
      need(Mounts.unshare(Mounts.CLONE_NEWNS));
      need(Mounts.mount("none", "/", "", Mounts.MS_REC | Mounts.MS_PRIVATE, ""));
      fileSystem.mount(directory);
      runMounted(fileSystem, directory, body);
    } catch (Throwable e) {
      failure.set(e);
    }
  }

  private static void runMounted(On fileSystem, Path directory, Body body) throws Exception {
    try {
      Sandbox sandbox = new Sandbox(directory.toRealPath());
      sandbox.fill();
      body.run(sandbox);
    } finally {
      fileSystem.unmount(directory);
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

  /** {@return the same whose verdicts somebody hears of} */
  static FanotifyOptions told(FanotifyOptions options, VerdictListener listener) {
    return options.withVolume(options.volume().withListener(listener));
  }

  FanotifyVolume volume(FanotifyOptions options, PreOperationCallback callback) {
    FanotifyVolume volume = FanotifyVolume.open(directory(), options);
    volume.attach("320000", callback);
    return volume;
  }

  /** A volume that tells a callback what happened, and allows everything. */
  FanotifyVolume told(FanotifyOptions options, PostOperationCallback callback) {
    FanotifyVolume volume = FanotifyVolume.open(directory(), options);
    volume.attach("320000", operation -> Verdict.ALLOW, callback);
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
