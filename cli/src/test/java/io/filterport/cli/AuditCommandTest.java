package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("audit")
class AuditCommandTest {
  @TempDir Path directory;

  private static String line(String path, String executable, long uid, boolean would, long micros) {
    return ("{\"schema\":1,\"type\":\"verdict\",\"path\":\"%s\",\"executable\":%s,\"uid\":%d,"
            + "\"verdict\":\"allow\",\"wouldDeny\":%s,\"by\":\"filter\",\"latencyMicros\":%d,"
            + "\"lost\":0,\"later\":[{\"x\":null}]}")
        .formatted(path, executable, uid, would, micros);
  }

  private CommandLineRun audit(List<String> lines, String... options) throws Exception {
    Path file = directory.resolve("events.jsonl");
    Files.write(file, lines);
    List<String> command = new ArrayList<>(List.of("audit", file.toString()));
    command.addAll(List.of(options));
    return CommandLineRun.of(command.toArray(String[]::new));
  }

  private static List<String> lines() {
    return List.of(
        line("/srv/a/1", "\"/bin/cat\"", 1000, true, 10),
        line("/srv/a/2", "\"/bin/cat\"", 1000, false, 11),
        line("/srv/b/1", "\"/bin/sh\"", 0, true, 5_000),
        line("/srv/b/1", "null", 0, true, 12),
        "{\"schema\":1,\"type\":\"lost\",\"volume\":\"/srv\",\"lost\":4}");
  }

  @Test
  @DisplayName("sums up by program, directory and user, the most denials first")
  void json() throws Exception {
    CommandLineRun run = audit(lines(), "-o", "json");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
    assertThat(run.out())
        .contains(
            "\"totals\":{\"verdicts\":4,\"wouldDeny\":3,\"byDefault\":0,\"denied\":0,"
                + "\"medianMicros\":11,\"p99Micros\":5000,\"maxMicros\":5000,\"lost\":4,"
                + "\"unreadableLines\":0}")
        .containsSubsequence(
            "{\"executable\":\"/bin/cat\",\"verdicts\":2,\"wouldDeny\":1",
            "{\"executable\":\"/bin/sh\",\"verdicts\":1,\"wouldDeny\":1",
            "{\"executable\":\"(unknown)\"")
        .containsSubsequence(
            "{\"directory\":\"/srv/b\",\"verdicts\":2,\"wouldDeny\":2",
            "{\"directory\":\"/srv/a\",\"verdicts\":2,\"wouldDeny\":1")
        .containsSubsequence("{\"uid\":\"0\",\"verdicts\":2", "{\"uid\":\"1000\",\"verdicts\":2")
        .doesNotContain("files");
  }

  @Test
  @DisplayName("tells single files apart where that is asked for")
  void files() throws Exception {
    assertThat(audit(lines(), "-o", "json", "--by-path").out())
        .containsSubsequence(
            "\"directories\":[",
            "\"files\":[{\"path\":\"/srv/b/1\",\"verdicts\":2,\"wouldDeny\":2",
            "{\"path\":\"/srv/a/1\",\"verdicts\":1,\"wouldDeny\":1",
            "{\"path\":\"/srv/a/2\",\"verdicts\":1,\"wouldDeny\":0",
            "\"users\":[");
    assertThat(audit(lines(), "--by-path").out())
        .containsSubsequence("DIRECTORY ", "/srv/b ", "PATH ", "/srv/b/1 ", "UID ");
  }

  @Test
  @DisplayName("shows what was denied before what would only be asked about often")
  void denied() throws Exception {
    List<String> lines = new ArrayList<>(lines());
    lines.add(line("/srv/c", "null", 0, false, 10).replace("\"allow\"", "\"deny\""));
    assertThat(audit(lines, "-o", "json", "--by-path").out())
        .containsSubsequence("{\"path\":\"/srv/c\",\"verdicts\":1", "{\"path\":\"/srv/a/2\"");
  }

  @Test
  @DisplayName("shows people a table each, and nothing that steers a terminal")
  void table() throws Exception {
    List<String> lines = List.of(line("/srv/\\u001b[2J/x", "\"/bin/cat\"", 0, true, 10));
    CommandLineRun run = audit(lines, "--top", "1");
    assertThat(run.out())
        .contains("EXECUTABLE", "DIRECTORY", "UID", "/srv/\\u001b[2J")
        .doesNotContain("\u001b");
  }

  @Test
  @DisplayName("counts lines that are cut off, something else, or of a later schema")
  void unreadable() throws Exception {
    List<String> lines = new ArrayList<>(lines());
    lines.add(lines().get(0).substring(0, 100));
    lines.add("");
    lines.add("starting up");
    lines.add(lines().get(0).replace("\"schema\":1", "\"schema\":2"));
    lines.add("[".repeat(100_000));
    lines.add("x".repeat(EventLines.MAX_BYTES + 1));
    lines.add(lines().get(0));
    assertThat(audit(lines, "-o", "json").out())
        .contains("\"verdicts\":5,\"wouldDeny\":4", "\"unreadableLines\":5");
  }

  @Test
  @DisplayName("puts what comes after a thousand programs together")
  void bounded() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < AuditGroups.MAX_GROUPS + 5; i++) {
      lines.add(line("/srv/x", "\"/bin/" + i + "\"", 0, true, 10));
    }
    assertThat(audit(lines, "-o", "json", "--top", "1").out())
        .contains("[{\"executable\":\"(others)\",\"verdicts\":5,\"wouldDeny\":5");
  }

  @Test
  @DisplayName("has room for what is denied, however many others came before")
  void roomForDenials() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < AuditGroups.MAX_GROUPS; i++) {
      lines.add(line("/srv/clean" + i, "null", 0, false, 10));
    }
    lines.add(line("/srv/clean0", "null", 0, false, 10));
    lines.add(line("/srv/bad", "null", 0, true, 70));
    lines.add(line("/srv/worse", "null", 0, true, 10));
    lines.add(line("/srv/worse", "null", 0, true, 10));
    lines.add(line("/srv/late", "null", 0, false, 10));
    assertThat(audit(lines, "-o", "json", "--by-path", "--top", "4").out())
        .contains(
            "\"verdicts\":1005,",
            "\"files\":[{\"path\":\"/srv/worse\",\"verdicts\":2,\"wouldDeny\":2,")
        .containsSubsequence(
            "{\"path\":\"/srv/bad\",\"verdicts\":1,\"wouldDeny\":1,",
            "{\"path\":\"(others)\",\"verdicts\":3,\"wouldDeny\":0,\"byDefault\":0,\"denied\":0,"
                + "\"medianMicros\":10,\"p99Micros\":10,\"maxMicros\":10}",
            "{\"path\":\"/srv/clean0\",\"verdicts\":2,");
  }

  @Test
  @DisplayName("counts every verdict somewhere where all that has room is denied")
  void allDenied() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < AuditGroups.MAX_GROUPS; i++) {
      lines.add(line("/srv/clean" + i, "null", 0, false, 10));
    }
    for (int i = 0; i < AuditGroups.MAX_GROUPS + 5; i++) {
      lines.add(line("/srv/bad" + i, "null", 0, true, 10));
    }
    assertThat(audit(lines, "-o", "json", "--by-path", "--top", "1").out())
        .contains(
            "\"files\":[{\"path\":\"(others)\",\"verdicts\":1005,\"wouldDeny\":5,\"byDefault\":0,");
  }

  @Test
  @DisplayName("of a file that is not there is an error that names it")
  void missing() {
    CommandLineRun run = CommandLineRun.of("audit", directory.resolve("none").toString());
    assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
    assertThat(run.err()).contains("none", "try: ");
  }

  @Test
  @DisplayName("keeps percentiles within a sixteenth, and never too low")
  void percentiles() {
    Latencies latencies = new Latencies();
    for (long micros = 1; micros <= 100_000; micros++) {
      latencies.add(micros);
    }
    assertThat(latencies.percentile(0.5)).isBetween(50_000L, 53_125L);
    assertThat(latencies.percentile(0.99)).isBetween(99_000L, 100_000L);
    latencies.add(Long.MAX_VALUE);
    assertThat(latencies.most()).isEqualTo(Long.MAX_VALUE);
    assertThat(latencies.percentile(1)).isEqualTo(Long.MAX_VALUE);
  }
}
