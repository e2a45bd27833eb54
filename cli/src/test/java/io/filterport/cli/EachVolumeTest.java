package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.PortSpace;
import io.filterport.linux.Mounts;
import io.filterport.scanner.ScannerFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("a host whose volumes differ in what counts without a verdict")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EachVolumeTest {
  private static final String TEXT = "text";
  private static final String DENIED = "Operation not permitted";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A host that follows a file, and directories with one guarded file each. */
  private record Scene(DemoStage stage) {
    Path volume(StringBuilder config, String name, String keys) throws IOException {
      return volume(config, Files.createDirectory(stage.guarded().resolve(name)), keys);
    }

    /** The same on a file system of its own. */
    Path mountedVolume(StringBuilder config, String name, String keys) throws IOException {
      Path directory = Files.createDirectory(stage.guarded().resolve(name));
      String target = directory.toString();
      assertThat(Mounts.mount("test", target, "tmpfs", Mounts.MS_NODEV, "size=1m")).isZero();
      return volume(config, directory, keys);
    }

    private static Path volume(StringBuilder config, Path directory, String keys)
        throws IOException {
      config.append("[[volume]]\ndirectory = '").append(directory).append("'\n");
      config.append(keys).append('\n');
      return Files.writeString(directory.resolve("f"), TEXT);
    }

    StringBuilder config(String filter, String volumes) {
      return new StringBuilder("[manager]\nsocket = '" + stage.controlSocket() + "'\n")
          .append("[filters]\nrun = ['" + filter + "']\n[volumes]\n" + volumes + "\n");
    }

    CommandProcess host(StringBuilder config) throws Exception {
      Path file = Files.writeString(stage.base().resolve("filterport.toml"), config);
      CommandProcess host = CommandProcess.start("host", "--config=" + file);
      host.awaitErr("listening on");
      return host;
    }
  }

  private interface Body {
    void play(Scene scene) throws Exception;
  }

  private static void run(Body body) throws Throwable {
    GuardedStage.run(
        stage -> {
          try {
            body.play(new Scene(stage));
          } finally {
            CommandProcess.run("lift", "--socket=" + stage.controlSocket());
          }
        });
  }

  @Test
  @DisplayName("on-death: where it says deny files stay shut, elsewhere they open")
  void onDeath() throws Throwable {
    run(
        scene -> {
          StringBuilder config = scene.config("echo", "on-death = 'deny'");
          Path shut = scene.volume(config, "shut", "");
          Path open = scene.volume(config, "open", "on-death = 'allow'");
          Path kernel = scene.volume(config, "kernel", "on-death = 'none'");
          try (CommandProcess host = scene.host(config)) {
            host.awaitErr("keeps guarded files shut if this process dies, in " + shut.getParent());
            for (Path file : new Path[] {shut, open, kernel}) {
              assertThat(Cat.text(file)).isEqualTo(TEXT);
            }
            host.kill();
            assertThat(Cat.text(shut)).contains(DENIED);
            assertThat(Cat.text(open)).isEqualTo(TEXT);
            assertThat(Cat.text(kernel)).isEqualTo(TEXT);
          }
        });
  }

  @Test
  @DisplayName("on-death: a reload gives a volume to the second process, and takes it away")
  void onDeathAfterReload() throws Throwable {
    run(
        scene -> {
          StringBuilder before = scene.config("echo", "");
          Path shut = scene.volume(before, "shut", "");
          try (CommandProcess host = scene.host(before)) {
            reload(scene, host, before + "on-death = 'deny'\n");
            host.awaitErr("configuration reloaded", 1);
            long holder = Long.parseLong(host.errMatch("pid (\\d+) keeps"));
            reload(scene, host, before.toString());
            host.awaitErr("configuration reloaded", 2);
            Eventually.holds("the holder ended", PATIENCE, () -> CommandProcess.hasEnded(holder));
            reload(scene, host, before + "on-death = 'deny'\n");
            host.awaitErr("configuration reloaded", 3);
            assertThat(Cat.text(shut)).isEqualTo(TEXT);
            host.kill();
            assertThat(Cat.text(shut)).contains(DENIED);
          }
        });
  }

  private static void reload(Scene scene, CommandProcess host, String config) throws Exception {
    Files.writeString(scene.stage().base().resolve("filterport.toml"), config);
    host.signal("HUP");
  }

  /** A service is connected, and answers nothing. */
  @Test
  @DisplayName("on-timeout: each gets its own verdict when time runs out")
  void onTimeout() throws Throwable {
    run(
        scene -> {
          StringBuilder config = scene.config("scanner", "timeout = 300");
          Path allowed = scene.volume(config, "allowed", "on-timeout = 'allow'");
          Path denied = scene.volume(config, "denied", "");
          try (CommandProcess host = scene.host(config);
              Reader silent = new Reader(scene.stage().controlSocket(), allowed)) {
            assertThat(silent.ask("connect " + ScannerFilter.PORT)).isEqualTo("done");
            assertThat(Cat.text(allowed)).isEqualTo(TEXT);
            assertThat(Cat.text(denied)).contains(DENIED);
            assertThat(Observation.ask(PortSpace.at(scene.stage().controlSocket())).volumes())
                .extracting(volume -> volume.decided().failed())
                .containsExactly(1L, 1L);
            host.terminate().join();
          }
        });
  }

  /**
   * On two file systems: on one, each open is an event of both. One needs no second process, and
   * has that of the other. The echo filter would allow.
   */
  @Test
  @DisplayName("a stopped host is waited for on each volume as long as its time limit says")
  void whileItIsStopped() throws Throwable {
    run(
        scene -> {
          StringBuilder config = scene.config("echo", "on-death = 'deny'");
          Path quick = scene.volume(config, "quick", "on-death = 'none'\ntimeout = 300");
          Path slow = scene.mountedVolume(config, "slow", "timeout = 3600000");
          try (CommandProcess host = scene.host(config)) {
            host.awaitErr("keeps guarded files shut");
            host.signal("STOP");
            Eventually.holds("every thread stands", PATIENCE, () -> isStopped(host.pid()));
            try (CommandProcess waiting = CommandProcess.start(Cat.command(slow))) {
              awaitBlocked(waiting.pid());
              assertThat(Cat.text(quick)).contains(DENIED);
              host.signal("CONT");
              assertThat(waiting.await().out()).isEqualTo(TEXT);
            }
          }
        });
  }

  /** A signal stops one thread after the other. */
  private static boolean isStopped(long pid) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads.toList()) {
        if (!Files.readString(thread.resolve("stat")).contains(") T ")) {
          return false;
        }
      }
    }
    return true;
  }

  /** In the kernel, as the program that it is to become. */
  private static void awaitBlocked(long pid) throws Exception {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    Eventually.holds("an opener waits", PATIENCE, () -> Files.readString(stat).contains("(cat) D"));
  }
}
