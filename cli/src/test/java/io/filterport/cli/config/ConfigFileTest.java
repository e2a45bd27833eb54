package io.filterport.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.NtStatus;
import io.filterport.cli.config.Section.Reader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a configuration file")
class ConfigFileTest {
  private static final String TWO =
      """
      [volumes]
      timeout = 300
      exclude-paths = ["**.tmp"]

      [[volume]]
      directory = "/srv/a"

      [[volume]]
      directory = "/srv/b"
      timeout = 5000
      exclude-paths = []
      on-timeout = "allow"
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "[manager]\\nsokcet = '/x'            | f:2:1  | did you mean 'socket'",
        "[scanner]\\nusre = 'x'               | f:2:1  | did you mean 'user'",
        "[manager]\\ntimeout = 5              | f:2:1  | 'timeout' belongs to [volumes]",
        "[volume]\\ntimeout = 5               | f:1:   | begins with [[volume]]",
        "[[scanner]]\\nworkers = 5            | f:1:   | begins with [scanner]",
        "[scaner]                             | f:1:   | did you mean 'scanner'",
        "timeout = 5                          | f:1:1  | unknown key 'timeout'",
        "[volumes]\\n\\ntimeout = '5'         | f:3:1  | it is the text '5'",
        "[volumes]\\ntimeout = 0              | f:2:1  | it is 0",
        "[volumes]\\ntimeout = 3600001        | f:2:1  | it is 3600001",
        "[volumes]\\ntimeout = 1.5            | f:2:1  | it is the value 1.5",
        "[volumes]\\non-timeout = 'alow'      | f:2:1  | did you mean 'allow'",
        "[volumes]\\nexclude-paths = ['srv']  | f:2:1  | begins with / or **",
        "[volumes]\\nexclude-paths = '/srv'   | f:2:1  | it is the text '/srv'",
        "[volumes]\\ntypes = ['fifo']        | f:2:1  | it is 'fifo'",
        "[volumes]\\nexclude-uids = [-1]      | f:2:1  | it is -1",
        "[ports]\\ndescriptor = 'nonsense'    | f:2:1  | descriptor",
        "[ports]\\nstrict-access = 1          | f:2:1  | it is the number 1",
        "[manager]\\nadministrators = ['no group'] | f:2:1 | is not a group",
        "[manager]\\nadministrators = ['4294967295'] | f:2:1 | is not a group",
        "[filters]\\npath = ['x.jar']         | f:2:1  | it is 'x.jar'",
        "[[volume]]\\ntimeout = 5             | f:1:   | has no 'directory'",
        "[[volume]]\\n"
            + "directory = '/a'\\n"
            + "[[volume]]\\n"
            + "directory = '/b/../a' | f:4:1 | directory /b/../a stands there already",
        "[[port]]\\ndescriptor = ''              | f:1:   | has no 'name'",
        "[[port]]\\nname = '\\P'\\n[[port]]\\nname = '\\P' | f:4:1 | name \\P stands there already",
        "[[port]]\\nname = 'P'                  | f:2:1  | port name",
        "[[port]]\\nname = '\\A\\B'             | f:2:1  | port name",
        "[[port]]\\nname = '\\P'\\ndescriptor = 'D:X' | f:3:1 | descriptor",
        "[[port]]\\nname = '\\P'\\nmax-connections = 5 | f:3:1 | belongs to [ports]",
        "[port]\\nname = '\\P'                 | f:1:   | begins with [[port]]",
        "[[volume]]\\ndirectory = '/a'\\ninline-content = 0 | f:3:1 | belongs to [volumes]",
        "[scanner]\\nport = \"\\ScannerPort\" | f:2:   | -",
        "[scanner]\\nworkers = 1\\nworkers = 2 | f:3:1 | previously defined",
      })
  @DisplayName("names file, line and column of what is wrong, and what was meant")
  void wrong(String text, String place, String why) {
    assertThatThrownBy(() -> ConfigFile.parse("f", text.replace("\\n", "\n")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(place)
        .hasMessageContaining(why == null ? "" : why);
  }

  @Test
  @DisplayName("a volume overrides what counts for all, an option overrides both")
  void order() {
    ConfigFile file = ConfigFile.parse("f", TWO);
    assertThat(Settings.of(Reader.HOST, file).volumeArguments())
        .containsExactly(
            List.of("--volume=/srv/a", "--exclude-path=**.tmp", "--timeout=300"),
            List.of("--volume=/srv/b", "--on-timeout=allow"));
    Map<String, List<String>> given =
        Map.of("--timeout", List.of("700"), "--exclude-path", List.of("/x", "/y"));
    assertThat(settings(file, given).volumeArguments())
        .containsExactly(
            List.of("--volume=/srv/a", "--exclude-path=/x", "--exclude-path=/y", "--timeout=700"),
            List.of(
                "--volume=/srv/b",
                "--exclude-path=/x",
                "--exclude-path=/y",
                "--on-timeout=allow",
                "--timeout=700"));
  }

  @Test
  @DisplayName("who names volumes on the command line means no others, with what the file says")
  void givenVolumes() {
    Map<String, List<String>> given = Map.of("--volume", List.of("c", "d"));
    assertThat(settings(ConfigFile.parse("f", TWO), given).volumeArguments())
        .containsExactly(
            List.of("--volume=c", "--exclude-path=**.tmp", "--timeout=300"),
            List.of("--volume=d", "--exclude-path=**.tmp", "--timeout=300"));
  }

  @Test
  @DisplayName("every value tells where it came from")
  void origins() {
    Map<String, List<String>> given = Map.of("--max-connections", List.of("3"));
    Map<String, String> origins =
        settings(ConfigFile.parse("f", TWO), given).all().stream()
            .collect(Collectors.toMap(Setting::name, Setting::origin));
    assertThat(origins)
        .containsEntry("manager.socket", "default")
        .containsEntry("ports.max-connections", "command line")
        .containsEntry("volumes.timeout", "f:2:1")
        .containsEntry("volume[/srv/a].timeout", "f:2:1")
        .containsEntry("volume[/srv/b].timeout", "f:10:1")
        .doesNotContainKey("scanner.port");
  }

  private static final String PORTS =
      """
      [[port]]
      name = '\\A'
      descriptor = "D:(A;;GA;;;SY)"

      [ports]
      descriptor = "D:(A;;GA;;;BA)"
      strict-access = true

      [[port]]
      name = '\\B'
      descriptor = ""
      strict-access = false
      max-message = 5
      """;

  @Test
  @DisplayName("a port overrides what counts for all, an option overrides both")
  void ports() {
    ConfigFile file = ConfigFile.parse("f", PORTS);
    Settings settings = settings(file, Map.of());
    assertThat(settings.arguments()).containsExactly("--sddl=D:(A;;GA;;;BA)", "--strict-access");
    assertThat(settings.portArguments())
        .containsExactly(
            Map.entry("\\A", List.of("--sddl=D:(A;;GA;;;SY)", "--strict-access")),
            Map.entry("\\B", List.of("--max-message=5")));
    assertThat(settings(file, Map.of("--sddl", List.of("D:"))).portArguments().values())
        .allMatch(options -> options.getFirst().equals("--sddl=D:"));
    assertThat(settings.all())
        .extracting(Setting::name, Setting::origin)
        .contains(
            tuple("ports.descriptor", "f:6:1"),
            tuple("port[\\A].name", "f:2:1"),
            tuple("port[\\A].descriptor", "f:3:1"),
            tuple("port[\\A].strict-access", "f:7:1"),
            tuple("port[\\A].max-message", "default"),
            tuple("port[\\B].descriptor", "f:11:1"));
  }

  @Test
  @DisplayName("ports cannot come, go or change while the process runs; their order means nothing")
  void portsChange() {
    String other = "[[port]]\nname = '\\O'\n";
    Settings running = settings(ConfigFile.parse("f", PORTS + other), Map.of());
    settings(ConfigFile.parse("f", other + PORTS), Map.of()).requireReachableFrom(running);
    assertThatThrownBy(() -> after(PORTS).requireReachableFrom(running))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the ports of [[port]] cannot change");
    assertThatThrownBy(() -> after(PORTS + other.replace('O', 'P')).requireReachableFrom(running))
        .hasMessageContaining("\\O] to [\\A, \\B, \\P]");
    assertThatThrownBy(() -> after(PORTS + other + "max-message = 7").requireReachableFrom(running))
        .hasMessageStartingWith("f:16:1: 'port[\\O].max-message' cannot change");
  }

  private static Settings after(String text) {
    return settings(ConfigFile.parse("f", text), Map.of());
  }

  @Test
  @DisplayName("what cannot change while the process runs is named; volumes can")
  void change() {
    Settings running = settings(ConfigFile.parse("f", TWO), Map.of());
    settings(ConfigFile.parse("f", ""), Map.of()).requireReachableFrom(running);
    Settings other = settings(ConfigFile.parse("f", "[ports]\nmax-connections = 2"), Map.of());
    assertThatThrownBy(() -> other.requireReachableFrom(running))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("f:2:1: 'ports.max-connections' cannot change")
        .hasMessageContaining("from 16 to 2");
  }

  @Test
  @DisplayName("that others can write is none for a host of root, nor one below such a directory")
  void untrusted(@TempDir Path directory) throws Exception {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
    Path below = Files.createDirectory(directory.resolve("below"));
    Path file = Files.writeString(below.resolve("filterport.toml"), TWO);
    allow(file, "rw-r--r--");
    assertThat(ConfigFile.load(file, true).volumes()).isEqualTo(2);
    allow(file, "rw-rw-r--");
    refused(file, file);
    assertThat(ConfigFile.load(file, false).volumes()).isEqualTo(2);
    allow(file, "rw-r--r--");
    allow(below, "rwxrwxrwx");
    refused(file, below);
  }

  @Test
  @DisplayName("nor one behind a link that others can turn to another file")
  void untrustedLink(@TempDir Path directory) throws Exception {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
    Path file = Files.writeString(directory.resolve("filterport.toml"), TWO);
    Path open = Files.createDirectory(directory.resolve("open"));
    Path link = Files.createSymbolicLink(open.resolve("link"), file);
    Path other = Files.createSymbolicLink(directory.resolve("other"), Path.of("open/link"));
    for (Path way : new Path[] {link, other}) {
      allow(open, "rwxr-xr-x");
      assertThat(ConfigFile.load(way, true).volumes()).isEqualTo(2);
      allow(open, "rwxrwxrwx");
      refused(way, open);
    }
  }

  private static void refused(Path file, Path writable) throws Exception {
    assertThatThrownBy(() -> ConfigFile.load(file, true))
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.ACCESS_DENIED))
        .hasMessageContaining("others than root and its owner can write " + writable.toRealPath());
  }

  private static void allow(Path path, String permissions) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  @DisplayName("has a bound, and is UTF-8")
  void bytes(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("f");
    Files.writeString(file, "#".repeat(TrustedFile.MAX_BYTES));
    assertThat(ConfigFile.load(file, false).volumes()).isZero();
    Files.writeString(file, "#".repeat(TrustedFile.MAX_BYTES + 1));
    assertThatThrownBy(() -> ConfigFile.load(file, false)).hasMessageContaining("is longer than");
    Files.write(file, new byte[] {'#', (byte) 0xff});
    assertThatThrownBy(() -> ConfigFile.load(file, false)).hasMessageContaining("is not UTF-8");
    assertThatThrownBy(() -> ConfigFile.load(directory.resolve("none"), false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot be read");
  }

  private static Settings settings(ConfigFile file, Map<String, List<String>> given) {
    return Settings.of(Reader.HOST, file, option -> Optional.ofNullable(given.get(option)));
  }
}
