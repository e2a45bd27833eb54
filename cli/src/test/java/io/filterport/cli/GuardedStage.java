package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.FilterPortException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * The demo's stage for a test: a file system of its own, which a host may guard with the kernel's
 * file events, in a mount namespace that only the test's thread and its processes see.
 */
final class GuardedStage {
  private static final Duration LIMIT = Duration.ofSeconds(100);
  private static final String EXT4 =
      "truncate -s 16M \"$1\" && mkfs.ext4 -q \"$1\" && mount -o loop \"$1\" \"$2\"";

  private GuardedStage() {}

  interface Body {
    void play(DemoStage stage) throws Exception;
  }

  /** Runs a test on a thread of its own, or skips it where the system does not allow it. */
  static void run(Body body) throws Throwable {
    KernelEvents.assume();
    FutureTask<Boolean> test =
        new FutureTask<>(
            () -> {
              body.play(stage());
              return true;
            });
    Thread.ofPlatform().daemon().name("guarded-stage").start(test);
    try {
      test.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    } finally {
      test.cancel(true);
    }
  }

  /** The same on ext4, for what other file systems do not have. */
  static void runOnExt4(Body body) throws Throwable {
    run(
        stage -> {
          String directory = stage.guarded().toString();
          String image = stage.base().resolve("image").toString();
          assertThat(Shell.run("sh", "-c", EXT4, "sh", image, directory).out()).isEmpty();
          try {
            body.play(stage);
          } finally {
            assertThat(Shell.run("umount", "--lazy", directory).out()).isEmpty();
          }
        });
  }

  private static DemoStage stage() throws Exception {
    try {
      return DemoStage.ofOwnNamespace();
    } catch (FilterPortException e) {
      assumeTrue(false, e.getMessage());
      throw e;
    }
  }
}
