package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.linux.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("who gets a seat")
class HostAccessTest {
  @Test
  @DisplayName("whom the descriptor does not name gets 0x80070005, exit code 4")
  void descriptor(@TempDir Path program) throws Exception {
    assumeTrue(Identity.effectiveUid() == 0, "only root can become another user");
    try (RunningHost host = new RunningHost("--sddl", "D:(A;;GA;;;SY)")) {
      ProcessBuilder client = host.command("send", "\\EchoPort", "--text", "hello");
      CommandLineRun run = CommandProcess.run(asNobody(client, program));
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.ACCESS_DENIED);
      assertThat(run.err()).contains("0x80070005");
    }
  }

  @Test
  @DisplayName(
      "MAP-01: members of the host's administrator groups are admitted, and access says so")
  void administrators(@TempDir Path program) throws Exception {
    assumeTrue(Identity.effectiveUid() == 0, "only root can become another user");
    try (RunningHost host = new RunningHost("--admin-group", "daemon", "--admin-group", "65534")) {
      ProcessBuilder client = host.command("send", "\\EchoPort", "--text", "hello");
      CommandLineRun run = CommandProcess.run(asNobody(client, program));
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
      assertThat(access(host, "uid:7,gid:65534")).isEqualTo(ExitCodes.OK);
      assertThat(access(host, "uid:7,gid:9,gid:1")).as("daemon is 1").isEqualTo(ExitCodes.OK);
      assertThat(access(host, "uid:65534,gid:7")).isEqualTo(ExitCodes.ACCESS_DENIED);
    }
  }

  @Test
  @DisplayName(
      "a port that the file names has a descriptor of its own; one that is not there is told")
  void portOfItsOwn(@TempDir Path directory) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("filterport.toml"),
            """
            [ports]
            descriptor = "D:(A;;GA;;;S-1-22-1-8)"
            [[port]]
            name = '\\EchoPort'
            descriptor = "D:(A;;GA;;;S-1-22-1-7)"
            [[port]]
            name = '\\EcoPort'
            """);
    try (RunningHost host = new RunningHost("--filter=scanner", "--config=" + file)) {
      host.process().awaitErr("[[port]] \\EcoPort: no filter has asked what counts for it yet");
      assertThat(access(host, "uid:7")).isEqualTo(ExitCodes.OK);
      assertThat(access(host, "uid:8")).isEqualTo(ExitCodes.ACCESS_DENIED);
      assertThat(host.run("access", "\\ScannerPort", "--as", "uid:8").exitCode())
          .isEqualTo(ExitCodes.OK);
    }
  }

  private static int access(RunningHost host, String user) throws Exception {
    return host.run("access", "\\EchoPort", "--as", user).exitCode();
  }

  @Test
  @DisplayName("a group of administrators that does not exist is a mistake on the command line")
  void unknownGroup(@TempDir Path directory) throws Exception {
    String socket = directory.resolve("manager.sock").toString();
    CommandLineRun run =
        CommandProcess.run(
            SelfProcess.of(
                "host", "--filter", "echo", "--admin-group", "no-such-group", "--socket", socket));
    assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains("'no-such-group' is not a group of this system");
  }

  /** {@return why such a host does not begin: its volume is not there} */
  private static String refusal(Path directory, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("host", "--filter", "echo"));
    arguments.addAll(List.of("--volume", directory.resolve("missing").toString()));
    arguments.addAll(List.of("--socket", directory.resolve("manager.sock").toString()));
    arguments.addAll(List.of(options));
    CommandLineRun run = CommandProcess.run(SelfProcess.of(arguments.toArray(String[]::new)));
    assertThat(run.exitCode()).as(run.err()).isNotEqualTo(ExitCodes.OK);
    return run.err();
  }

  @Test
  @DisplayName("SEC-04: whom a host with volumes must not admit depends on what its ports ask for")
  void everyoneIsTooMany(@TempDir Path directory) throws Exception {
    String anybody = "It admits everyone";
    String connecting = "D:(A;;0x1;;;WD)";
    assertThat(refusal(directory, "--sddl", connecting)).contains(anybody);
    assertThat(refusal(directory, "--sddl", connecting, "--strict-access"))
        .doesNotContain(anybody)
        .contains("missing");
    assertThat(refusal(directory, "--sddl", "D:(A;;GA;;;WD)", "--strict-access")).contains(anybody);
  }

  /** The build may lie where nobody but root can look. */
  private static ProcessBuilder asNobody(ProcessBuilder client, Path program) throws IOException {
    DemoFiles.letEveryoneLook(program);
    List<String> command =
        new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    String modulePath = client.command().get(client.command().indexOf("--module-path") + 1);
    List<String> arguments = new ArrayList<>(client.command());
    Collections.replaceAll(arguments, modulePath, copy(modulePath, program));
    command.addAll(arguments);
    return client.command(command).directory(Path.of("/").toFile());
  }

  private static String copy(String modulePath, Path to) throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : modulePath.split(":", -1)) {
      Path source = Path.of(entry);
      Path target = to.resolve(source.getFileName());
      try (Stream<Path> files = Files.walk(source)) {
        for (Path file : files.toList()) {
          Files.copy(file, target.resolve(source.relativize(file).toString()));
        }
      }
      copies.add(target.toString());
    }
    return String.join(":", copies);
  }

  @Test
  @DisplayName("the last seat taken: 0x800704d6 and who holds it; free again after kill -9")
  void lastSeat() throws Exception {
    try (RunningHost host = new RunningHost("--max-connections", "1");
        CommandProcess holder = host.startListener()) {
      CommandLineRun second = host.run("send", "\\EchoPort", "--text", "hello", "-o", "json");
      assertThat(second.exitCode()).as(second.err()).isEqualTo(ExitCodes.FAILURE);
      assertThat(second.out()).contains("\"hresult\":\"0x800704d6\"");
      assertThat(second.err()).contains(Long.toString(holder.pid()));
      holder.kill();
      Eventually.holds(
          "the seat is free",
          Duration.ofSeconds(5),
          () -> host.run("send", "\\EchoPort", "--text", "hello").exitCode() == ExitCodes.OK);
    }
  }
}
