package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.PortSpace;
import io.filterport.cli.Observation.VolumeActivity;
import io.filterport.volumes.fanotify.CoreDumps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scanner begins before its host does: later, nobody could judge the files that its own JVM
 * opens before it is connected.
 */
@DisplayName("a scanner whose JVM writes where its host guards")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ScannerOwnFilesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Longer than a test: who waited for itself would show, or not end at all. */
  private static final String LIMIT_MILLIS = "20000";

  private record Scene(DemoStage stage, DemoFiles files, CommandProcess scan) {
    Path own(String name) {
      return own(stage, name);
    }

    static Path own(DemoStage stage, String name) {
      return stage.guarded().resolve("scanner").resolve(name);
    }

    boolean opens(Path file) {
      try {
        return Files.size(file) == Files.readAllBytes(file).length;
      } catch (IOException e) {
        return false;
      }
    }

    void jcmd(String... order) throws Exception {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
      command.add(Long.toString(scan.pid()));
      command.addAll(List.of(order));
      CommandLineRun run = CommandProcess.run(new ProcessBuilder(command));
      assertThat(run.all()).doesNotContain("Exception", "annot", "rror");
    }

    VolumeActivity volume() throws IOException {
      return Observation.ask(PortSpace.at(stage.controlSocket())).volumes().getFirst();
    }

    boolean hasOwn(String prefix) throws IOException {
      try (Stream<Path> all = Files.list(own(""))) {
        return all.anyMatch(file -> file.getFileName().toString().startsWith(prefix));
      }
    }
  }

  private interface Body {
    void play(Scene scene) throws Exception;
  }

  private static void run(List<String> jvmOptions, Body body) throws Throwable {
    GuardedStage.run(
        stage -> {
          DemoFiles files = DemoFiles.write(stage.guarded());
          Files.createDirectories(Scene.own(stage, "tmp"));
          try (CommandProcess scan = scan(stage, jvmOptions);
              CommandProcess host = host(stage)) {
            host.awaitErr("listening on");
            Scene scene = new Scene(stage, files, scan);
            Eventually.holds("clean allowed", PATIENCE, () -> scene.opens(files.clean()));
            body.play(scene);
            host.terminate().join();
          }
        });
  }

  private static CommandProcess host(DemoStage stage) throws IOException {
    return CommandProcess.start(
        "host",
        "--filter=scanner",
        "--timeout=" + LIMIT_MILLIS,
        "--volume=" + stage.guarded(),
        "--socket=" + stage.controlSocket());
  }

  /** In the guarded directory; its output goes there, too, and core dumps of a megabyte. */
  private static CommandProcess scan(DemoStage stage, List<String> jvmOptions) throws IOException {
    ProcessBuilder scan =
        CommandProcess.command(
            jvmOptions, "scan", "--user=root", "--socket=" + stage.controlSocket());
    scan.command().addAll(0, List.of("sh", "-c", "ulimit -c 2048; exec \"$@\" >>err 2>>err", "sh"));
    return CommandProcess.start(scan.directory(Scene.own(stage, "").toFile()));
  }

  @Test
  @DisplayName(
      "logs of the garbage collector, recordings, dumps, temporary files: waits for nobody")
  void ownFiles() throws Throwable {
    List<String> options =
        List.of(
            "-Xlog:gc*=debug:file=gc.log::filecount=3,filesize=8k",
            "-XX:StartFlightRecording:name=r,filename=scan.jfr",
            "-XX:FlightRecorderOptions:repository=jfr",
            "-Djava.io.tmpdir=tmp");
    run(
        options,
        scene -> {
          Opening opening = Opening.start(scene);
          try {
            Eventually.holds("it rotates", PATIENCE, () -> collect(scene) && hasRotated(scene));
            scene.jcmd("VM.log", "rotate");
            scene.jcmd("JFR.dump", "name=r", "filename=" + scene.own("dump.jfr"));
            scene.jcmd("GC.heap_dump", "-gz=1", scene.own("heap").toString());
          } finally {
            opening.stop();
          }
          assertThat(scene.hasOwn("dump.jfr") && scene.hasOwn("heap")).isTrue();
          assertThat(scene.hasOwn("jfr") && scene.hasOwn("err")).isTrue();
          opening.assertJudged();
          assertNobodyWaited(scene);
        });
  }

  private static boolean collect(Scene scene) throws Exception {
    scene.jcmd("GC.run");
    return true;
  }

  /** The VM's own thread does it, while all others stand still. */
  private static boolean hasRotated(Scene scene) throws IOException {
    return scene.hasOwn("gc.log.0") && scene.hasOwn("gc.log.1");
  }

  private static void assertNobodyWaited(Scene scene) throws IOException {
    VolumeActivity volume = scene.volume();
    assertThat(volume.events().get("exempt")).as("its own opens").isPositive();
    assertThat(volume.events().get("timed_out")).isZero();
    assertThat(volume.events().get("too_many")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SEGV", "ABRT"})
  @DisplayName("an error report and a core dump: whoever crashes is not asked about its own files")
  void crash(String signal) throws Throwable {
    String pattern = CoreDumps.now().pattern();
    assumeTrue(pattern.matches("[^|@/].*"), "core dumps go to " + pattern);
    run(
        List.of(),
        scene -> {
          scene.scan().signal(signal);
          scene.scan().join();
          assertThat(scene.hasOwn("core")).isTrue();
          assertThat(scene.hasOwn("hs_err")).isEqualTo(signal.equals("SEGV"));
          assertNobodyWaited(scene);
          assertThat(scene.opens(scene.files().clean())).isFalse();
        });
  }

  /** Opens both files again and again. */
  private static final class Opening {
    private final Scene scene;
    private final Thread thread = Thread.ofPlatform().unstarted(this::open);
    private volatile boolean stopped;

    // of the thread, until it ends
    private int cleanDenied;
    private int infectedAllowed;

    private Opening(Scene scene) {
      this.scene = scene;
    }

    static Opening start(Scene scene) {
      Opening opening = new Opening(scene);
      opening.thread.start();
      return opening;
    }

    private void open() {
      while (!stopped) {
        cleanDenied += scene.opens(scene.files().clean()) ? 0 : 1;
        infectedAllowed += scene.opens(scene.files().infected()) ? 1 : 0;
      }
    }

    void stop() throws InterruptedException {
      stopped = true;
      thread.join();
    }

    void assertJudged() {
      assertThat(cleanDenied).isZero();
      assertThat(infectedAllowed).isZero();
    }
  }
}
