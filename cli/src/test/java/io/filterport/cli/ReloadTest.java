package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.PortSpace;
import io.filterport.volume.CacheCounters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("SIGHUP to a host or scanner with --config")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ReloadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int RELOADS = 20;
  private static final int KERNEL_RELOADS = 10;
  private static final String CLEAN = "clean";
  private static final String EVIL =
      "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
  private static final String SIGNATURE = "text Found.Clean \"" + CLEAN + "\"\n";
  private static final String RELOADED = "configuration reloaded";
  private static final String REFUSED = "configuration not reloaded, the one before stays";

  /** A host and a scanner that follow one file. */
  private static final class Scene implements AutoCloseable {
    final DemoStage stage;
    final Path clean;
    final Path evil;
    final Path signatures;
    final CommandProcess host;
    final CommandProcess scan;

    Scene(DemoStage stage, String volumes) throws Exception {
      this.stage = stage;
      clean = Files.writeString(stage.guarded().resolve("clean"), CLEAN);
      evil = Files.writeString(stage.guarded().resolve("evil"), EVIL);
      signatures = stage.base().resolve("signatures");
      write(volumes);
      host = started("host");
      host.awaitErr("listening on");
      scan = started("scan", "--user=root");
      scan.awaitErr("scanning for");
    }

    private CommandProcess started(String command, String... more) throws IOException {
      ProcessBuilder builder = SelfProcess.of(command, "--config=" + config());
      builder.command().addAll(List.of(more));
      return CommandProcess.start(builder);
    }

    Path config() {
      return stage.base().resolve("filterport.toml");
    }

    String volume() {
      return "[[volume]]\ndirectory = '" + stage.guarded() + "'\n";
    }

    void write(String volumes) throws IOException {
      writeAll("[filters]\nrun = ['scanner']\n" + volumes);
    }

    void writeAll(String text) throws IOException {
      String head = "[manager]\nsocket = '" + stage.controlSocket() + "'\n";
      Path next = Files.writeString(stage.base().resolve("next"), head + text);
      Files.move(next, config(), StandardCopyOption.ATOMIC_MOVE);
    }

    boolean opens(Path file) {
      try {
        return !Files.readString(file).isEmpty();
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public void close() throws IOException {
      host.terminate().join();
      host.close();
      scan.close();
    }
  }

  private interface Body {
    void play(Scene scene) throws Exception;
  }

  private static void run(Body body) throws Throwable {
    GuardedStage.run(
        stage -> {
          try (Scene scene =
              new Scene(stage, "[[volume]]\ndirectory = '" + stage.guarded() + "'")) {
            body.play(scene);
          }
        });
  }

  @Test
  @DisplayName("20 times, while somebody opens what is infected: never gets it")
  void withoutGap() throws Throwable {
    run(
        scene -> {
          AtomicInteger denied = new AtomicInteger();
          AtomicInteger through = new AtomicInteger();
          Thread opener = Thread.ofPlatform().unstarted(() -> openAgain(scene, denied, through));
          opener.start();
          try {
            for (int i = 1; i <= RELOADS; i++) {
              reload(scene, i);
            }
          } finally {
            opener.interrupt();
            opener.join();
          }
          assertThat(through).hasValue(0);
          assertThat(denied).hasValueGreaterThan(RELOADS);
        });
  }

  private static void openAgain(Scene scene, AtomicInteger denied, AtomicInteger through) {
    while (!Thread.interrupted()) {
      (scene.opens(scene.evil) ? through : denied).incrementAndGet();
    }
  }

  /** The volume is another one each time, with the scanner exempt from it. */
  private static void reload(Scene scene, int times) throws Exception {
    scene.write(scene.volume() + "timeout = " + (2000 + times));
    scene.host.signal("HUP");
    scene.host.awaitErr(RELOADED, times);
    assertThat(scene.opens(scene.clean)).isTrue();
  }

  @Test
  @DisplayName("10 times with cache = 'kernel', while a clean file is infected again and again")
  void withoutGapOfTheKernel() throws Throwable {
    GuardedStage.runOnExt4(
        stage -> {
          try (Scene scene = new Scene(stage, kernelVolume(stage, 0))) {
            Rewriter rewriter = new Rewriter(scene);
            Thread thread = Thread.ofPlatform().start(rewriter);
            try {
              for (int i = 1; i <= KERNEL_RELOADS; i++) {
                rewriter.awaitDenial();
                scene.write(kernelVolume(stage, i));
                scene.host.signal("HUP");
                scene.host.awaitErr(RELOADED, i);
              }
              rewriter.awaitDenial();
            } finally {
              rewriter.over = true;
              thread.join();
            }
            assertThat(rewriter.through).hasValue(0);
          }
        });
  }

  private static String kernelVolume(DemoStage stage, int change) {
    return "[[volume]]\ndirectory = '"
        + stage.guarded()
        + "'\ncache = 'kernel'\ntimeout = "
        + (20_000 + change);
  }

  /** Of the volume that is there now, which counts from 0. */
  private static CacheCounters cache(Scene scene) throws IOException {
    PortSpace space = PortSpace.at(scene.stage.controlSocket());
    return Inventory.ask(space).volumes().getFirst().cache();
  }

  /** Has a file found clean until the kernel knows that, and then writes it. */
  private static final class Rewriter implements Runnable {
    private final Scene scene;
    private final Path file;
    volatile boolean over;
    final AtomicInteger through = new AtomicInteger();
    final AtomicInteger denied = new AtomicInteger();

    Rewriter(Scene scene) {
      this.scene = scene;
      file = scene.stage.guarded().resolve("rewritten");
    }

    @Override
    public void run() {
      try {
        while (!over) {
          Files.deleteIfExists(file);
          Files.writeString(file, CLEAN);
          openUntilMarked();
          Files.writeString(file, EVIL);
          (scene.opens(file) ? through : denied).incrementAndGet();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void awaitDenial() throws Exception {
      int before = denied.get();
      Eventually.holds("it is denied once more", PATIENCE, () -> denied.get() > before);
    }

    /** Of a volume that is there by then; one that was replaced meanwhile has none. */
    private void openUntilMarked() throws IOException {
      CacheCounters now;
      do {
        assertThat(scene.opens(file)).isTrue();
        now = cache(scene);
      } while (now.marksSet() == now.marksDropped() && !over);
    }
  }

  @Test
  @DisplayName("with cache = 'kernel' ends what the kernel allows by itself, and holds no writer")
  void marksEnd() throws Throwable {
    GuardedStage.runOnExt4(
        stage -> {
          try (Scene scene = new Scene(stage, kernelVolume(stage, 0))) {
            openUntilMarked(scene);
            Files.writeString(scene.signatures, SIGNATURE);
            String signatures = "[scanner]\nsignatures = '" + scene.signatures + "'\n";
            scene.write(signatures + kernelVolume(stage, 0));
            scene.scan.signal("HUP");
            scene.scan.awaitErr(RELOADED);
            scene.write(kernelVolume(stage, 1));
            scene.host.signal("HUP");
            scene.host.awaitErr(RELOADED);
            assertThat(scene.opens(scene.clean)).isFalse();
            scene.write(scene.volume() + "exclude-paths = ['**/clean']");
            scene.host.signal("HUP");
            scene.host.awaitErr(RELOADED, 2);
            Files.writeString(scene.clean, "written");
            assertThat(cache(scene).marksSet()).isZero();
          }
        });
  }

  private static void openUntilMarked(Scene scene) throws Exception {
    Eventually.holds(
        "the file is marked",
        PATIENCE,
        () -> scene.opens(scene.clean) && cache(scene).marksSet() > 0);
  }

  @Test
  @DisplayName("adds and removes volumes, and refuses as a whole what it cannot do")
  void allOrNothing() throws Throwable {
    run(
        scene -> {
          assertThat(scene.opens(scene.evil)).isFalse();
          scene.write("[volumes]\ntimeuot = 4");
          scene.host.signal("HUP");
          scene.host.awaitErr(REFUSED, 1);
          scene.host.awaitErr("did you mean 'timeout'?");
          scene.writeAll("[filters]\nrun = ['echo']");
          scene.host.signal("HUP");
          scene.host.awaitErr(REFUSED, 2);
          scene.host.awaitErr("'filters.run' cannot change while the process runs");
          scene.write(scene.volume() + "timeout = 400\n[[volume]]\ndirectory = '/nothing/there'");
          scene.host.signal("HUP");
          scene.host.awaitErr(REFUSED, 3);
          assertThat(scene.opens(scene.evil)).isFalse();
          assertThat(scene.opens(scene.clean)).isTrue();
          scene.write("");
          scene.host.signal("HUP");
          scene.host.awaitErr(RELOADED, 1);
          assertThat(scene.opens(scene.evil)).isTrue();
          scene.write(scene.volume() + "exclude-paths = ['**/clean']");
          scene.host.signal("HUP");
          scene.host.awaitErr(RELOADED, 2);
          scene.scan.kill();
          assertThat(scene.opens(scene.evil)).isFalse();
          assertThat(scene.opens(scene.clean)).isTrue();
        });
  }

  @Test
  @DisplayName("has a scanner read its signatures again, and keep them if the new ones are wrong")
  void signatures() throws Throwable {
    run(
        scene -> {
          assertThat(scene.opens(scene.clean)).isTrue();
          Files.writeString(scene.signatures, SIGNATURE);
          scene.write("[scanner]\nsignatures = '" + scene.signatures + "'\n" + scene.volume());
          scene.scan.signal("HUP");
          scene.scan.awaitErr(RELOADED);
          assertThat(scene.opens(scene.clean)).isFalse();
          Files.writeString(scene.signatures, "nonsense");
          scene.scan.signal("HUP");
          scene.scan.awaitErr(REFUSED);
          assertThat(scene.opens(scene.clean)).isFalse();
        });
  }

  @Test
  @DisplayName("gives the changed volumes to the second process, too")
  void held() throws Throwable {
    GuardedStage.run(
        stage -> {
          try (Scene scene = new Scene(stage, "[volumes]\non-death = 'deny'")) {
            scene.write("[volumes]\non-death = 'deny'\n" + scene.volume());
            scene.host.signal("HUP");
            scene.host.awaitErr(RELOADED, 1);
            scene.write("[volumes]\non-death = 'deny'\n" + scene.volume() + "timeout = 3000");
            scene.host.signal("HUP");
            scene.host.awaitErr(RELOADED, 2);
            assertThat(scene.opens(scene.clean)).isTrue();
            scene.host.kill();
            assertThat(scene.opens(scene.clean)).isFalse();
          } finally {
            CommandProcess.run("lift", "--socket=" + stage.controlSocket());
          }
        });
  }
}
