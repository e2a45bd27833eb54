package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands and the file are those of the page; its place is another one. */
@DisplayName("docs/configuration.md, as it is typed: check-config and --print-config")
class ConfigCommandsTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final String INSTALLED = "/etc/filterport/filterport.toml";
  private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```toml\n(.*?)^```$");
  private static final Pattern ROW = Pattern.compile("(?m)^volumes\\.\\S+ .*$");

  @TempDir Path directory;
  private Path file;
  private Path socket;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("filterport.toml");
    socket = directory.resolve("manager.sock");
    String example = found(EXAMPLE).getFirst().group(1);
    Files.writeString(file, example.replace("\"filterport-scan\"", "\"nobody\""));
  }

  private static List<MatchResult> found(Pattern pattern) throws IOException {
    List<MatchResult> found = pattern.matcher(Files.readString(PAGE)).results().toList();
    assertThat(found).as(pattern.pattern()).isNotEmpty();
    return found;
  }

  private String asOnPage(String text) {
    return text.replace(file.toString(), INSTALLED);
  }

  private CommandLineRun run(String... command) throws Exception {
    ProcessBuilder builder = SelfProcess.of(command);
    builder.environment().put("FILTERPORT_SOCKET", socket.toString());
    return CommandProcess.run(builder);
  }

  @Test
  @DisplayName("the example is right")
  void right() throws Exception {
    CommandLineRun run = run("check-config", file.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(file + " is right; volumes to guard: 2\n");
    assertThat(PAGE).content().contains("\n" + asOnPage(run.out()));
  }

  @Test
  @DisplayName("lift looks where the file has the host listen, unless the command line says where")
  void lift() throws Exception {
    Path other = directory.resolve("other.sock");
    Files.writeString(file, "[manager]\nsocket = '" + other + "'\n");
    CommandLineRun run = run("lift", "--config", file.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
    assertThat(run.err()).contains("no holder at " + other + ".hold", "OBJECT_NAME_NOT_FOUND");
    run = run("lift", "--config", file.toString(), "--socket", socket.toString());
    assertThat(run.err()).contains("no holder at " + socket + ".hold");
  }

  @Test
  @DisplayName("what one command alone needs is looked at for that command only")
  void forOneCommand() throws Exception {
    Files.writeString(
        file, "[filters]\nrun = ['none']\n[scanner]\nsignatures = '/dev/null/none'\n");
    CommandLineRun host = run("check-config", "--for", "host", file.toString());
    assertThat(host.exitCode()).isEqualTo(ExitCodes.FAILURE);
    assertThat(host.err()).contains("filter none");
    CommandLineRun scan = run("check-config", "--for", "scan", file.toString());
    assertThat(scan.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(scan.err()).contains("/dev/null/none", "cannot be read");
    Files.writeString(file, "[filters]\nrun = ['none']\n");
    assertThat(run("check-config", "--for", "scan", file.toString()).exitCode()).isZero();
    assertThat(run("check-config", file.toString()).exitCode()).isEqualTo(ExitCodes.FAILURE);
    Files.writeString(file, "[scanner]\nsignatures = '/dev/null/none'\n");
    assertThat(run("check-config", "--for=host", file.toString()).exitCode()).isZero();
  }

  @Test
  @DisplayName("a file of events needs its directory")
  void eventsWithoutDirectory() throws Exception {
    Path none = directory.resolve("none/events.jsonl");
    String section = "[events]\nto = '" + none + "'\n";
    Files.writeString(file, section + "verdicts = 'denials'\n");
    CommandLineRun run = run("check-config", file.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
    assertThat(run.err()).contains("writing events to " + none + ": no directory ");
    assertThat(run("check-config", "--for=scan", file.toString()).exitCode()).isZero();
    Files.writeString(file, section);
    assertThat(run("check-config", file.toString()).exitCode()).as("no events").isZero();
  }

  @Test
  @DisplayName("more volumes than a host has descriptors for are counted")
  void tooManyVolumes() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= HostPlan.MOST_VOLUMES; i++) {
      text.append("[[volume]]\ndirectory = '/srv/").append(i).append("'\n");
    }
    Files.writeString(file, text);
    CommandLineRun run = run("check-config", file.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains("65 volumes to guard; a host guards 64 at most", "try: ");
  }

  @Test
  @DisplayName("whom a scanner of root shall become has to be known here")
  void unknownUser() throws Exception {
    assumeTrue(HostOptions.isRoot(), "only root becomes another user");
    Files.writeString(file, "[scanner]\nuser = 'nobody-of-this-name'\n");
    CommandLineRun run = run("check-config", file.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
    assertThat(run.err()).contains("user nobody-of-this-name", "Name a user of this system.");
    assertThat(run("check-config", "--for=host", file.toString()).exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"check-config", "host --config", "scan --config"})
  @DisplayName("a key that is not known is told with its place and what was meant; nothing starts")
  void unknownKey(String command) throws Exception {
    Files.writeString(file, Files.readString(file).replaceFirst("timeout", "timeuot"));
    CommandLineRun run = run((command + " " + file).split(" ", -1));
    assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.out()).isEmpty();
    List<String> told = asOnPage(run.err()).lines().toList();
    assertThat(told.getFirst())
        .endsWith("unknown key 'timeuot' in [volumes]; did you mean 'timeout'?");
    assertThat(told.get(2)).startsWith("  try: the keys there are ").contains(" timeout, ");
    assertThat(PAGE).content().contains(String.join("\n", told.subList(0, 2)));
    assertThat(socket).doesNotExist();
  }

  @Test
  @DisplayName("an option wins over the file, and each value tells its source")
  void sources() throws Exception {
    CommandLineRun run =
        run("host", "--config", file.toString(), "--timeout", "700", "--print-config");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
    List<String> rows = asOnPage(run.out()).lines().map(ConfigCommandsTest::words).toList();
    assertThat(rows)
        .containsAll(found(ROW).stream().map(row -> words(row.group())).toList())
        .contains(
            "volumes.timeout 700 command line",
            "volumes.cache verdicts " + INSTALLED + ":9:1",
            "volumes.on-death none default");
    assertThat(socket).doesNotExist();
  }

  @Test
  @DisplayName("a port that the page gives a descriptor of its own is shown with it")
  void port() throws Exception {
    Files.writeString(file, found(EXAMPLE).get(1).group(1));
    assertThat(run("check-config", file.toString()).exitCode()).isEqualTo(ExitCodes.OK);
    CommandLineRun run = run("host", "--config", file.toString(), "--print-config");
    assertThat(asOnPage(run.out()).lines().map(ConfigCommandsTest::words))
        .contains(
            "port[\\EchoPort].descriptor D:P(A;;GA;;;S-1-22-2-997) " + INSTALLED + ":10:1",
            "port[\\EchoPort].max-message 1048576 default",
            "ports.descriptor default");
  }

  @Test
  @DisplayName("a host that guards admits everyone to no port, whatever it is named")
  void portForEveryone() throws Exception {
    Files.writeString(file, "[[port]]\nname = '\\EchoPort'\ndescriptor = 'D:(A;;GA;;;WD)'\n");
    assertThat(run("check-config", file.toString()).exitCode()).isEqualTo(ExitCodes.OK);
    Files.writeString(file, "[[volume]]\ndirectory = '/srv/a'\n", StandardOpenOption.APPEND);
    CommandLineRun run = run("check-config", file.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
    assertThat(run.err()).contains("D:(A;;GA;;;WD)", "admits everyone");
  }

  private static String words(String line) {
    return line.strip().replaceAll("\\s+", " ");
  }

  @Test
  @DisplayName("programs get the same as JSON; a scanner shows its own values and no others")
  void json() throws Exception {
    CommandLineRun run =
        run("scan", "--config", file.toString(), "--workers=2", "--print-config", "-o", "json");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
    assertThat(asOnPage(run.out()))
        .contains("{\"name\":\"scanner.engine\",\"value\":\"clamd\",\"origin\":\"" + INSTALLED)
        .contains("\"name\":\"scanner.port\",\"value\":\"\\\\ScannerPort\",\"origin\":\"default\"")
        .containsPattern("\"name\":\"scanner.workers\",\"value\":\"?2\"?,\"origin\":\"command line")
        .doesNotContain("\"volumes.");
  }
}
