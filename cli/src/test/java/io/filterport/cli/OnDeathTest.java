package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("host --on-death")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class OnDeathTest {
  private static final String TEXT = "text";
  private static final String DENIED = "Operation not permitted";
  private static final String HOLDS = "keeps guarded files shut";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A host that allows everything while it lives, a guarded file, and no holder left behind. */
  private record Scene(DemoStage stage, Path file) {
    CommandProcess host(String... more) throws Exception {
      return host(Map.of(), more);
    }

    CommandProcess host(Map<String, String> environment, String... more) throws Exception {
      List<String> options = new ArrayList<>(List.of(more));
      options.add("--volume=" + stage.guarded());
      return hostOf(environment, options);
    }

    CommandProcess hostOf(Map<String, String> environment, List<String> options) throws Exception {
      ProcessBuilder command =
          SelfProcess.of("host", "--filter=echo", "--socket=" + stage.controlSocket());
      command.command().addAll(options);
      command.environment().putAll(environment);
      CommandProcess host = CommandProcess.start(command);
      host.awaitErr("listening on");
      return host;
    }

    String cat() throws Exception {
      return Cat.text(file);
    }

    CommandLineRun lift() throws Exception {
      return CommandProcess.run("lift", "--socket", stage.controlSocket().toString());
    }
  }

  private interface Body {
    void play(Scene scene) throws Exception;
  }

  private static void run(Body body) throws Throwable {
    GuardedStage.run(
        stage -> {
          Scene scene = new Scene(stage, Files.writeString(stage.guarded().resolve("f"), TEXT));
          try {
            body.play(scene);
          } finally {
            scene.lift();
          }
        });
  }

  @Test
  @DisplayName("deny: a killed host leaves its files shut, and lift opens them")
  void denyUntilLifted() throws Throwable {
    run(
        scene -> {
          try (CommandProcess host = scene.host("--on-death=deny")) {
            host.awaitErr(HOLDS);
            assertThat(scene.cat()).isEqualTo(TEXT);
            host.kill();
            assertThat(scene.cat()).contains(DENIED);
            CommandLineRun lift = scene.lift();
            assertThat(lift.exitCode()).as(lift.err()).isEqualTo(ExitCodes.OK);
            assertThat(scene.cat()).isEqualTo(TEXT);
            assertThat(scene.lift().exitCode()).isEqualTo(ExitCodes.FAILURE);
          }
        });
  }

  @Test
  @DisplayName("deny: the next host takes over, with or without the option, and its stop opens")
  void theNextHostTakesOver() throws Throwable {
    run(
        scene -> {
          for (String[] next : new String[][] {{"--on-death=deny"}, {}}) {
            scene.host("--on-death=deny").kill();
            assertThat(scene.cat()).contains(DENIED);
            try (CommandProcess host = scene.host(next)) {
              assertThat(scene.cat()).isEqualTo(TEXT);
              assertThat(host.terminate().await().exitCode()).isEqualTo(143);
            }
            assertThat(scene.cat()).isEqualTo(TEXT);
            assertThat(scene.lift().exitCode()).isEqualTo(ExitCodes.FAILURE);
          }
        });
  }

  @Test
  @DisplayName("deny: a holder that is killed is replaced, and the host says so")
  void aKilledHolderIsReplaced() throws Throwable {
    run(
        scene -> {
          try (CommandProcess host = scene.host("--on-death=deny")) {
            long holder = Long.parseLong(host.errMatch("pid (\\d+) keeps"));
            ProcessHandle.of(holder).orElseThrow().destroyForcibly();
            host.awaitErr("the holder, pid " + holder + ", is gone");
            host.awaitErr(HOLDS, 2);
            assertThat(scene.cat()).isEqualTo(TEXT);
            host.kill();
            assertThat(scene.cat()).contains(DENIED);
          }
        });
  }

  @Test
  @DisplayName("deny: directories that are asked about stay shut as files do")
  void directoriesStayShut() throws Throwable {
    run(
        scene -> {
          try (CommandProcess host = scene.host("--on-death=deny", "--type=file,directory")) {
            host.awaitErr(HOLDS);
            assertThat(Cat.text(scene.stage().guarded())).contains("Is a directory");
            host.kill();
            assertThat(Cat.text(scene.stage().guarded())).contains(DENIED);
            assertThat(scene.cat()).contains(DENIED);
            assertThat(Cat.text(scene.stage().guarded().getParent())).contains("Is a directory");
          }
        });
  }

  @Test
  @DisplayName("what the environment tells the host's JVM is not for its holder")
  void theHolderHasNoOptionsOfTheHostsJvm() throws Throwable {
    run(
        scene -> {
          Map<String, String> options =
              Map.of("JAVA_TOOL_OPTIONS", "-Xss512k", "JDK_JAVA_OPTIONS", "-Xss512k");
          try (CommandProcess host = scene.host(options, "--on-death=deny")) {
            host.awaitErr(HOLDS);
          }
        });
  }

  @Test
  @DisplayName("deny: what is in audit mode opens when its host is killed, what is beside it not")
  void auditDeniesNothing() throws Throwable {
    run(
        scene -> {
          Path file = guardedFile(scene, "guarded");
          Path audited = guardedFile(scene, "audited");
          List<String> options =
              List.of(
                  "--volume=" + file.getParent(),
                  "--audit-volume=" + audited.getParent(),
                  "--on-death=deny");
          try (CommandProcess host = scene.hostOf(Map.of(), options)) {
            host.awaitErr(HOLDS);
            host.kill();
            assertThat(Cat.text(file)).contains(DENIED);
            assertThat(Cat.text(audited)).isEqualTo(TEXT);
          }
        });
  }

  private static Path guardedFile(Scene scene, String directory) throws IOException {
    Path made = Files.createDirectory(scene.stage().guarded().resolve(directory));
    return Files.writeString(made.resolve("f"), TEXT);
  }

  @Test
  @DisplayName("allow, and none: a killed host leaves its files open, and nobody behind")
  void allow() throws Throwable {
    run(
        scene -> {
          scene.host().kill();
          assertThat(scene.cat()).isEqualTo(TEXT);
          scene.host("--on-death=allow").kill();
          assertThat(scene.cat()).isEqualTo(TEXT);
          Eventually.holds(
              "the holder ended", PATIENCE, () -> scene.lift().exitCode() == ExitCodes.FAILURE);
        });
  }
}
