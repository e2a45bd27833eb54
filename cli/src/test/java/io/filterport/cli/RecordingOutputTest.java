package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.cli.TrafficRecord.Disconnect;
import io.filterport.cli.TrafficRecord.End;
import io.filterport.cli.TrafficRecord.Lost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("the file of a recording")
class RecordingOutputTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PORT = "\\EchoPort";
  private static final String STEP = TrafficLine.of(new Disconnect(1, 5)) + "\n";
  private static final String SHORTER = TrafficLine.of(new Lost(3)) + "\n";
  private static final End LONGEST_END = new End("failed: " + NtStatus.UNSUCCESSFUL.hex());

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("recording");
  }

  private static void write(RecordingOutput out, String lines) throws Exception {
    out.write(lines.getBytes(StandardCharsets.UTF_8), Long.MAX_VALUE);
  }

  @Test
  @DisplayName("takes lines as long as the last one has room behind them, to the byte")
  void toTheByte() throws Exception {
    long most = 2L * STEP.length() + RecordingOutput.END_BYTES;
    try (RecordingOutput out = RecordingOutput.to(file(), most, Recording.MAX_RECORDS)) {
      write(out, STEP + STEP);
      assertThat(out.isFull()).isFalse();
      write(out, STEP);
      assertThat(out.isFull()).isTrue();
      out.end(LONGEST_END);
    }
    assertThat(Files.readString(file()))
        .isEqualTo(STEP + STEP + TrafficLine.of(LONGEST_END) + "\n")
        .hasSizeLessThanOrEqualTo((int) most);
  }

  @Test
  @DisplayName("takes as many records as replay takes")
  void toTheRecord() throws Exception {
    try (RecordingOutput out = RecordingOutput.to(file(), Long.MAX_VALUE, 2)) {
      write(out, STEP + SHORTER + STEP);
      assertThat(out.isFull()).isFalse();
      write(out, STEP);
      assertThat(out.isFull()).isTrue();
      assertThat(out.records()).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("takes nothing behind a line that had no room")
  void noGap() throws Exception {
    long most = (long) STEP.length() + SHORTER.length() + RecordingOutput.END_BYTES;
    try (RecordingOutput out = RecordingOutput.to(file(), most, Recording.MAX_RECORDS)) {
      write(out, STEP + STEP + SHORTER);
      assertThat(out.records()).isEqualTo(1);
      assertThat(out.lost()).isZero();
    }
    assertThat(Files.readString(file())).isEqualTo(STEP);
  }

  @Test
  @DisplayName("never becomes longer than replay takes: record ends, and says why, there as well")
  void record() throws Exception {
    long most = 1_000;
    CommandLineRun run;
    try (RunningHost host = new RunningHost("--recordable", PORT)) {
      String socket = host.socket.toString();
      CommandLine record = new CommandLine(new RecordCommand(most));
      CompletableFuture<CommandLineRun> recording =
          CompletableFuture.supplyAsync(
              () -> CommandLineRun.of(record, PORT, "--socket", socket, "-o", file().toString()));
      Eventually.holds(
          "the recording ends",
          PATIENCE,
          () -> {
            CommandLineRun send = CommandLineRun.of("send", PORT, "--text=x", "--socket", socket);
            assertThat(send.exitCode()).as(send.err()).isZero();
            return recording.isDone();
          });
      run = recording.join();
    }
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
    assertThat(run.err())
        .contains(file() + " ends here, for replay takes up to " + most + " bytes");
    assertThat(Files.readString(file()))
        .hasSizeLessThanOrEqualTo((int) most)
        .endsWith("{\"type\":\"end\",\"reason\":\"full\"}\n");
    assertThat(Recording.read(file()).complete()).isTrue();
  }

  @Test
  @DisplayName("that cannot be made is a failure with three parts, and no defect of the command")
  void cannotBeMade() throws Exception {
    String nowhere = directory.resolve("none/recording").toString();
    try (RunningHost host = new RunningHost("--recordable", PORT)) {
      CommandLineRun run =
          CommandLineRun.of(
              "record", PORT, "--socket", host.socket.toString(), "--output", nowhere);
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.FAILURE);
      assertThat(run.err().lines())
          .satisfiesExactly(
              what -> assertThat(what).contains("recording into " + nowhere),
              status -> assertThat(status).contains("STATUS_UNSUCCESSFUL"),
              advice -> assertThat(advice).contains("in a directory that exists"));
    }
  }
}
