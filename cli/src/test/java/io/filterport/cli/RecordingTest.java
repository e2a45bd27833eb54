package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.TrafficRecord.Begin;
import io.filterport.cli.TrafficRecord.Disconnect;
import io.filterport.cli.TrafficRecord.End;
import io.filterport.cli.TrafficRecord.Lost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a file with a recording")
class RecordingTest {
  private static final String BEGIN =
      TrafficLine.of(new Begin("\\P", "f", "1", false, 64, "box", 1, Instant.EPOCH, 4)) + "\n";
  private static final String LOST = TrafficLine.of(new Lost(3)) + "\n";
  private static final String STEP = TrafficLine.of(new Disconnect(1, 5)) + "\n";
  private static final String END = TrafficLine.of(new End("count")) + "\n";

  @TempDir Path directory;

  private Recording read(String text) throws IOException {
    return Recording.read(Files.writeString(directory.resolve("file"), text));
  }

  private void assertRefused(String text, NtStatus status, String why) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            FilterPortException.class,
            e -> {
              assertThat(e.status()).isEqualTo(status);
              assertThat(e.what()).contains(why);
            });
  }

  @Test
  @DisplayName("is complete with its last line; losses and lines of a later version are counted")
  void complete() throws IOException {
    Recording recording = read(BEGIN + STEP + LOST + "{\"type\":\"later\"}\n" + LOST + STEP + END);
    assertThat(recording.begin().port()).isEqualTo("\\P");
    assertThat(recording.steps()).extracting(Recording.Step::line).containsExactly(2L, 6L);
    assertThat(recording.lost()).isEqualTo(6);
    assertThat(recording.unknown()).isEqualTo(1);
    assertThat(recording.complete()).isTrue();
  }

  @Test
  @DisplayName("that was cut anywhere in its last line is what stands before it")
  void cut() throws IOException {
    for (int cut = 0; cut < STEP.length(); cut++) {
      Recording recording = read(BEGIN + STEP + STEP.substring(0, cut));
      assertThat(recording.steps()).hasSize(1);
      assertThat(recording.complete()).isFalse();
    }
  }

  @Test
  @DisplayName("that does not begin as one is none")
  void noRecording() {
    assertRefused("", NtStatus.INVALID_PARAMETER, "its first line");
    assertRefused(STEP + BEGIN, NtStatus.INVALID_PARAMETER, "its first line");
    assertRefused(BEGIN.strip(), NtStatus.INVALID_PARAMETER, "its first line");
  }

  @Test
  @DisplayName("with a line that cannot be is refused, and the line is named")
  void damaged() {
    assertRefused(
        BEGIN + STEP + STEP.replace("\"at\":5", "\"at\":-5") + END,
        NtStatus.INVALID_PARAMETER,
        "line 3: \"at\" is no whole number");
    assertRefused(BEGIN + BEGIN, NtStatus.INVALID_PARAMETER, "line 2 begins another");
  }

  @Test
  @DisplayName("with a line without an end is refused before it fills the memory")
  void longLine() {
    assertRefused(
        BEGIN + "x".repeat(Recording.MAX_LINE + 1),
        NtStatus.INVALID_PARAMETER,
        "line 2 is longer than");
  }

  @Test
  @DisplayName("is read up to a number of bytes and records, also from a pipe")
  void bounded() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), BEGIN + STEP + LOST + STEP);
    int bytes = (int) Files.size(file);
    assertThat(Recording.read(file, bytes, 2).steps()).hasSize(2);
    assertThatThrownBy(() -> Recording.read(file, bytes - 1, 2))
        .hasMessageContaining("more than " + (bytes - 1) + " bytes");
    assertThatThrownBy(() -> Recording.read(file, bytes, 1))
        .hasMessageContaining("more than 1 records");
  }

  @Test
  @DisplayName("that is not there is named")
  void missing() {
    assertThatThrownBy(() -> Recording.read(directory.resolve("none")))
        .hasMessageContaining("STATUS_OBJECT_NAME_NOT_FOUND");
  }

  @Test
  @DisplayName("that cannot be read is a failure with three parts, and no defect of the command")
  void unreadable() {
    CommandLineRun run = CommandLineRun.of("replay", directory.toString(), "--to=\\P");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.FAILURE);
    assertThat(run.err().lines())
        .satisfiesExactly(
            what -> assertThat(what).contains("reading the recording " + directory),
            status -> assertThat(status).contains("STATUS_UNSUCCESSFUL"),
            advice -> assertThat(advice).contains("this user may read"));
  }
}
