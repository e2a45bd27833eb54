package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.cli.TrafficRecord.Begin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("record and replay, in processes of their own")
class RecordReplayCommandTest {
  private static final String PORT = "\\EchoPort";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SIGTERM = 128 + 15;
  private static final String BEGIN =
      TrafficLine.of(new Begin(PORT, "f", "1", false, 64, "box", 1, Instant.EPOCH, 4)) + "\n";

  @TempDir Path directory;

  /** {@return the recording of one push through a listener, which is a call and a send} */
  private Path record(RunningHost host) throws Exception {
    Path file = directory.resolve("recording");
    try (CommandProcess listener = host.startListener("--reply-text", "pong");
        CommandProcess record =
            host.start("record", PORT, "--payload=full", "--count=6", "-o", file.toString())) {
      record.awaitErr("recording " + PORT);
      assertThat(host.run("send", PORT, "--text=push:ping").exitCode()).isZero();
      assertThat(host.run("send", PORT, "--text=plain").exitCode()).isZero();
      CommandLineRun run = record.await();
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.err()).contains("6 records, 0 lost");
      assertThat(listener.terminate().await().out()).contains("ping");
    }
    return file;
  }

  private static String commandLine(String... arguments) {
    List<String> command = SelfProcess.of(arguments).command();
    PackagedModules.use(command);
    return command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
  }

  @Test
  @DisplayName(
      "record both directions; what is replayed to the same service and filter is the same")
  void roundTrip() throws Exception {
    try (RunningHost host = new RunningHost("--recordable", PORT)) {
      Path file = record(host);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(Files.readAllLines(file))
          .satisfiesExactly(
              line -> assertThat(line).contains("\"type\":\"recording\"", "\"filter\":\"echo\""),
              line -> assertThat(line).contains("\"type\":\"connect\"", "\"before\":true"),
              line -> assertThat(line).contains("\"type\":\"connect\"", "\"before\":false"),
              line -> assertThat(line).contains("\"type\":\"send\"", "\"REPLIED\"", "\"cG9uZw==\""),
              line -> assertThat(line).contains("\"type\":\"call\"", "\"cHVzaDpwaW5n\""),
              line -> assertThat(line).contains("\"type\":\"disconnect\""),
              line -> assertThat(line).contains("\"type\":\"connect\""),
              line -> assertThat(line).isEqualTo("{\"type\":\"end\",\"reason\":\"count\"}"));
      CommandLineRun same = replayToService(file, "pong");
      assertThat(same.exitCode()).as(same.err()).isZero();
      assertThat(same.out()).contains("\"played\":1,\"same\":1,\"different\":0");
      CommandLineRun different = replayToService(file, "pung");
      assertThat(different.exitCode()).as(different.err()).isEqualTo(ExitCodes.VERIFICATION);
      assertThat(different.out())
          .contains(
              "\"what\":\"answer from byte 1\",\"recorded\":\"6f6e67\",\"replayed\":\"756e67\"");
      assertReplaysToFilter(host, file);
    }
  }

  private static CommandLineRun replayToService(Path file, String reply) throws Exception {
    String service = commandLine("listen", PORT, "--reply-text", reply);
    return CommandProcess.run(
        "replay", file.toString(), "--service", service, "--pace=none", "-o", "json");
  }

  private static void assertReplaysToFilter(RunningHost host, Path file) throws Exception {
    try (CommandProcess listener = host.startListener("--reply-text", "pong")) {
      CommandLineRun run =
          host.run("replay", file.toString(), "--to", PORT, "--speed=100", "-o", "json");
      assertThat(run.exitCode()).as("%s%s", run.out(), run.err()).isZero();
      assertThat(run.out()).contains("\"played\":4,\"same\":4,\"different\":0");
      assertThat(listener.terminate().await().out()).contains("ping");
    }
    CommandLineRun run = host.run("replay", file.toString(), "--to", PORT, "--pace=none");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.VERIFICATION);
    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains("same 3", "different 1", "LINE VERDICT WHAT RECORDED REPLAYED");
  }

  @Test
  @DisplayName("end with what is to be done where the host does not let the port be recorded")
  void notOptedIn() throws Exception {
    try (RunningHost host = new RunningHost()) {
      CommandLineRun run = host.run("record", PORT);
      assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .contains("recording port " + PORT + ", which the host does not let be recorded")
          .contains("Start the host with --recordable '" + PORT + "'.");
    }
  }

  @Test
  @DisplayName("write whole lines until they are told to end, to standard output if to no file")
  void stopped() throws Exception {
    try (RunningHost host = new RunningHost("--recordable", "\\Later," + PORT)) {
      host.process().awaitErr("--recordable \\Later: no filter has a port of that name yet");
      try (CommandProcess record = host.start("record", PORT)) {
        record.awaitErr("recording " + PORT);
        assertThat(host.run("send", PORT, "--text=secret").exitCode()).isZero();
        record.awaitOut("\"type\":\"disconnect\"");
        CommandLineRun run = record.terminate().await();
        assertThat(run.out()).doesNotContain("c2VjcmV0").endsWith("\"reason\":\"stopped\"}\n");
        assertThat(run.out()).contains("\"messageBytes\":6,\"message\":null");
      }
    }
  }

  @Test
  @DisplayName("end when the host goes away, and say so in the file; it is never written over")
  void hostGone() throws Exception {
    Path file = directory.resolve("recording");
    try (RunningHost host = new RunningHost("--recordable", PORT);
        CommandProcess record = host.start("record", PORT, "-o", file.toString())) {
      record.awaitErr("recording " + PORT);
      assertThat(host.run("record", PORT, "-o", file.toString()).err()).contains("It exists");
      host.process().terminate().join();
      assertThat(record.await().exitCode()).isEqualTo(ExitCodes.FAILURE);
      assertThat(Files.readString(file)).endsWith("{\"type\":\"end\",\"reason\":\"host gone\"}\n");
    }
    CommandLineRun nothing =
        CommandProcess.run("replay", file.toString(), "--service=exit 7", "--limit=20");
    assertThat(nothing.exitCode()).isEqualTo(ExitCodes.TIMEOUT);
    assertThat(nothing.err()).contains("the command ended with 7");
  }

  @Test
  @DisplayName("leave neither the service nor their socket behind when they are told to end")
  void stoppedReplay() throws Exception {
    Path file = directory.resolve("recording");
    Files.writeString(file, BEGIN);
    Path started = directory.resolve("started");
    String service = "echo $$ $FILTERPORT_SOCKET >" + started + "; exec sleep 600";
    try (CommandProcess replay =
        CommandProcess.start("replay", file.toString(), "--service", service, "--limit=600")) {
      Eventually.holds("the service runs", PATIENCE, () -> isWritten(started));
      String[] told = Files.readString(started).strip().split(" ", -1);
      CommandLineRun run = replay.terminate().await();
      assertThat(run.exitCode()).isEqualTo(SIGTERM);
      assertThat(run.err()).doesNotContain("defect");
      assertThat(CommandProcess.hasEnded(Long.parseLong(told[0]))).as("service").isTrue();
      assertThat(Path.of(told[1]).getParent()).doesNotExist();
    }
  }

  @Test
  @DisplayName("leave no process of the service behind that does not heed SIGTERM")
  void stubborn() throws Exception {
    Path file = Files.writeString(directory.resolve("recording"), BEGIN);
    Path started = directory.resolve("started");
    String stubborn = "trap '' TERM; echo $$ >" + started + "; while :; do sleep 600; done";
    String service = "sh -c \"" + stubborn.replace("$", "\\$") + "\" & exec sleep 600";
    try (CommandProcess replay =
        CommandProcess.start("replay", file.toString(), "--service", service, "--limit=600")) {
      Eventually.holds("the service runs", PATIENCE, () -> isWritten(started));
      assertThat(replay.terminate().await().exitCode()).isEqualTo(SIGTERM);
      long pid = Long.parseLong(Files.readString(started).strip());
      Eventually.holds("it has ended", PATIENCE, () -> CommandProcess.hasEnded(pid));
    }
  }

  private static boolean isWritten(Path file) throws IOException {
    return Files.exists(file) && Files.readString(file).endsWith("\n");
  }

  @Test
  @DisplayName("need administrators")
  void notAdministrator() throws Exception {
    try (RunningHost host = new RunningHost("--recordable", PORT, "--sddl", "D:(A;;GA;;;WD)")) {
      CommandLineRun ports = host.run("ports", "-o", "jsonl");
      assertThat(ports.out().lines())
          .filteredOn(line -> line.contains("FilterportRecording"))
          .singleElement()
          .asString()
          .contains("(A;;0x1f0001;;;SY)(A;;0x1f0001;;;BA)")
          .doesNotContain("WD");
    }
  }
}
