package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.cli.config.DefaultFile;
import io.filterport.cli.config.Key;
import io.filterport.cli.config.Section;
import io.filterport.cli.config.Section.Reader;
import io.filterport.cli.config.Sections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("--print-config shows each key, and each option without one, and nothing else,")
class PrintConfigTest {
  /** For keys whose default is nothing, or a word that their option does not take. */
  private static final Map<String, String> SAMPLES =
      Map.ofEntries(
          Map.entry("--socket", "/run/other.sock"),
          Map.entry("--admin-group", "0"),
          Map.entry("--filter", "echo"),
          Map.entry("--filter-path", "/usr/lib/other.jar"),
          Map.entry("--sddl", "D:(A;;GA;;;SY)"),
          Map.entry("--recordable", "\\EchoPort"),
          Map.entry("--include-path", "/srv/**"),
          Map.entry("--exclude-path", "**.part"),
          Map.entry("--exclude-uid", "7"),
          Map.entry("--type", "file"),
          Map.entry("--on-death", "deny"),
          Map.entry("--events", "all"),
          Map.entry("--signatures", "/etc/other.signatures"),
          Map.entry("--user", "nobody"));

  private static final String EVERY_FLAG =
      """
      [ports]
      strict-access = true
      [[port]]
      name = '\\Any'
      strict-access = true
      [volumes]
      audit = true
      access = true
      [[volume]]
      directory = "/srv/any"
      audit = true
      access = true
      """;

  @TempDir Path directory;

  /** What is shown of a key, with its value as text. */
  private record Row(String name, String value, String origin) {
    static Row of(String line) {
      Map<String, Object> fields = JsonReader.object(line);
      return new Row(
          fields.get("name").toString(),
          fields.get("value").toString(),
          fields.get("origin").toString());
    }
  }

  private static List<Row> printed(Reader reader, List<String> options) {
    List<String> line = new ArrayList<>(List.of(command(reader), "--print-config", "-o", "jsonl"));
    line.addAll(options);
    CommandLineRun run = CommandLineRun.of(line.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
    return run.out().lines().map(Row::of).toList();
  }

  private static String command(Reader reader) {
    return reader.name().toLowerCase(Locale.ROOT);
  }

  private static Stream<Section> once(Reader reader) {
    return Sections.ALL.stream()
        .filter(section -> !section.repeated() && !section.keysFor(reader).isEmpty());
  }

  private static List<Row> defaults(Reader reader) {
    return once(reader)
        .flatMap(section -> section.keysFor(reader).stream().map(key -> byDefault(section, key)))
        .toList();
  }

  private static Row byDefault(Section section, Key key) {
    return new Row(section.name() + "." + key.name(), key.defaultValue().toString(), "default");
  }

  @ParameterizedTest
  @EnumSource(Reader.class)
  @DisplayName("with its default")
  void byDefault(Reader reader) {
    assertThat(keys(printed(reader, List.of()))).containsExactlyElementsOf(defaults(reader));
  }

  /** {@return the rows without those of options that have no key} */
  private static List<Row> keys(List<Row> rows) {
    return rows.stream().filter(row -> !row.name().startsWith("--")).toList();
  }

  @Test
  @DisplayName("with the numbers of excluded processes, which no file can say")
  void processes() {
    assertThat(printed(Reader.HOST, List.of())).contains(new Row("--exclude-pid", "[]", "default"));
    assertThat(printed(Reader.HOST, List.of("--exclude-pid=7", "--exclude-pid=8")))
        .contains(new Row("--exclude-pid", "[7, 8]", "command line"));
    assertThat(printed(Reader.SCAN, List.of()))
        .as("nor has a scanner any")
        .noneMatch(row -> row.name().startsWith("--"));
  }

  @ParameterizedTest
  @EnumSource(Reader.class)
  @DisplayName("with the line of the file that says it")
  void file(Reader reader) throws IOException {
    Path file = directory.resolve("filterport.toml");
    Files.writeString(file, DefaultFile.read().replaceAll("(?m)^#(?=\\[\\[|[a-z-]+ = )", ""));
    Map<String, Integer> lines = lines(Files.readAllLines(file));
    List<Row> rows = keys(printed(reader, List.of("--config=" + file)));
    assertThat(rows.stream().filter(row -> !row.name().contains("]")))
        .containsExactlyElementsOf(
            defaults(reader).stream().map(row -> at(file, lines.get(row.name()), row)).toList());
    if (reader == Reader.HOST) {
      requireRepeated(rows, file, lines);
    }
  }

  private static Row at(Path file, int line, Row row) {
    return new Row(row.name(), row.value(), file + ":" + line + ":1");
  }

  /** {@return where each key stands, by its name with its section} */
  private static Map<String, Integer> lines(List<String> text) {
    Map<String, Integer> lines = new LinkedHashMap<>();
    String section = "";
    for (int i = 0; i < text.size(); i++) {
      String line = text.get(i);
      if (line.startsWith("[")) {
        section = line.replaceAll("[\\[\\]]", "");
      } else if (line.matches("[a-z-]+ = .*")) {
        lines.put(section + "." + line.replaceAll(" = .*", ""), i + 1);
      }
    }
    return lines;
  }

  /** Of a volume and a port each key is shown as well, with what their sections say. */
  private static void requireRepeated(List<Row> rows, Path file, Map<String, Integer> lines) {
    for (Section section : List.of(section("port"), section("volume"))) {
      String others = section.name() + "s.";
      for (Key key : section.keys()) {
        int line =
            lines.getOrDefault(
                section.name() + "." + key.name(), lines.getOrDefault(others + key.name(), 0));
        assertThat(rows)
            .filteredOn(row -> row.name().startsWith(section.name() + "["))
            .filteredOn(row -> row.name().endsWith("]." + key.name()))
            .extracting(Row::origin)
            .containsExactly(file + ":" + line + ":1");
      }
    }
  }

  private static Section section(String name) {
    return Sections.ALL.stream()
        .filter(section -> section.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Reader.class)
  @DisplayName("with the option that says it")
  void options(Reader reader) {
    List<String> options =
        once(reader)
            .flatMap(section -> section.keysFor(reader).stream())
            .map(PrintConfigTest::option)
            .distinct()
            .toList();
    List<Row> rows = keys(printed(reader, options));
    assertThat(rows).extracting(Row::origin).containsOnly("command line");
    assertThat(rows).extracting(Row::name).containsExactlyElementsOf(names(reader));
    assertThat(rows).extracting(Row::value).allMatch(value -> isAmong(value, options));
  }

  private static List<String> names(Reader reader) {
    return defaults(reader).stream().map(Row::name).toList();
  }

  private static String option(Key key) {
    return key.defaultValue() instanceof Boolean
        ? key.option()
        : key.option() + "=" + SAMPLES.getOrDefault(key.option(), key.defaultValue().toString());
  }

  private static boolean isAmong(String value, List<String> options) {
    String item = value.replaceAll("^\\[|]$", "");
    return value.equals("true") || options.stream().anyMatch(option -> option.endsWith("=" + item));
  }

  @Test
  @DisplayName("of a directory on the command line, too")
  void directory() {
    assertThat(keys(printed(Reader.HOST, List.of("--volume=/srv/any"))))
        .contains(new Row("volume[/srv/any].directory", "/srv/any", "command line"))
        .hasSize(defaults(Reader.HOST).size() + section("volume").keys().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--audit", "--access", "--strict-access"})
  @DisplayName("of a flag the value that is written with it: =false turned it on")
  void flags(String option) throws IOException {
    Path file = Files.writeString(directory.resolve("filterport.toml"), EVERY_FLAG);
    String config = "--config=" + file;
    assertThat(flag(option, config, option + "=false")).containsOnly("false");
    assertThat(flag(option, config, option + "=FALSE")).containsOnly("false");
    assertThat(flag(option, config)).containsOnly("true");
    assertThat(flag(option, option + "=false")).containsOnly("false");
    assertThat(flag(option, option + "=true")).containsOnly("true");
    assertThat(flag(option, option)).containsOnly("true");
  }

  /** {@return its values, of all volumes or ports and of each} */
  private static List<String> flag(String option, String... options) {
    return printed(Reader.HOST, List.of(options)).stream()
        .filter(row -> row.name().endsWith("." + option.substring(2)))
        .map(Row::value)
        .toList();
  }
}
