package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.volumes.fanotify.CoreDumps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a host that crashes")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostCrashTest {
  private static final String TEXT = "text";
  private static final String DENIED = "Operation not permitted";
  private static final String CORE = "core";

  /** Only these are written where a test can look. */
  @BeforeEach
  void coreDumpsAreFiles() {
    String pattern = CoreDumps.now().pattern();
    assumeTrue(pattern.startsWith(CORE), "core dumps go to " + pattern);
  }

  private static CommandProcess host(DemoStage stage) throws Exception {
    ProcessBuilder command =
        SelfProcess.of(
            "host",
            "--filter=echo",
            "--on-death=deny",
            "--volume=" + stage.guarded(),
            "--socket=" + stage.controlSocket());
    command.command().addAll(0, List.of("sh", "-c", "ulimit -c 2048; exec \"$@\"", "sh"));
    CommandProcess host = CommandProcess.start(command.directory(stage.base().toFile()));
    host.awaitErr("listening on");
    host.awaitErr("keeps guarded files shut");
    return host;
  }

  private static boolean hasCore(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.anyMatch(file -> file.getFileName().toString().startsWith(CORE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SEGV", "ABRT"})
  @DisplayName("is as good as killed, and leaves no core dump, for which openers would wait")
  void crash(String signal) throws Throwable {
    GuardedStage.run(
        stage -> {
          Path file = Files.writeString(stage.guarded().resolve("f"), TEXT);
          try (CommandProcess host = host(stage)) {
            assertThat(Cat.text(file)).isEqualTo(TEXT);
            host.signal(signal);
            host.join();
            assertThat(Cat.text(file)).contains(DENIED);
            assertThat(hasCore(stage.base())).isFalse();
          } finally {
            CommandProcess.run("lift", "--socket=" + stage.controlSocket());
          }
        });
  }

  @Test
  @DisplayName("so does its holder, which works in the root")
  void holder() throws Throwable {
    assumeTrue(!hasCore(Path.of("/")), "there is one already");
    GuardedStage.run(
        stage -> {
          try (CommandProcess host = host(stage)) {
            long holder = Long.parseLong(host.errMatch("pid (\\d+) keeps"));
            CommandProcess.signal(holder, "ABRT");
            host.awaitErr("the holder, pid " + holder + ", is gone");
            assertThat(hasCore(Path.of("/"))).isFalse();
            host.terminate().join();
          }
        });
  }
}
