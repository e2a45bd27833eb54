package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.cli.config.Key;
import io.filterport.cli.config.Section.Reader;
import io.filterport.cli.config.Sections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("the table of configuration keys and the options of the command line")
class ConfigOptionsTest {
  /**
   * Numbers of processes mean nothing in a file, and a volume in audit mode says so with its key.
   * The others are about the file itself.
   */
  private static final List<String> NOT_IN_FILES =
      List.of(
          "--exclude-pid", "--audit-volume", "--config", "--print-config", "-o", "-h", "--trace");

  @ParameterizedTest
  @EnumSource(
      value = Reader.class,
      names = {"HOST", "SCAN"})
  @DisplayName("every option of the command has a key, and every key an option of it")
  void correspond(Reader reader) {
    Stream<String> options =
        command(reader).getCommandSpec().options().stream().map(option -> option.names()[0]);
    assertThat(options.filter(option -> !NOT_IN_FILES.contains(option)))
        .containsExactlyInAnyOrderElementsOf(
            keys(reader).map(Key::option).filter(Objects::nonNull).distinct().toList());
  }

  @ParameterizedTest
  @EnumSource(
      value = Reader.class,
      names = {"HOST", "SCAN"})
  @DisplayName("an option's default is its key's")
  void defaults(Reader reader) {
    keys(reader).forEach(key -> sameDefault(key, command(reader)));
  }

  private static void sameDefault(Key key, CommandLine command) {
    if (key.option() == null) {
      return;
    }
    OptionSpec option = command.getCommandSpec().findOption(key.option());
    if (option.defaultValue() != null) {
      assertThat(option.defaultValue()).as(key.option()).isEqualTo(key.defaultValue().toString());
    }
  }

  @Test
  @DisplayName("a default that an option states in words is one that its command has")
  void statedDefaults() {
    assertThat(command(Reader.SCAN).getUsageMessage())
        .contains("(default: /run/clamav/clamd.ctl)")
        .contains("104857600");
  }

  private static Stream<Key> keys(Reader reader) {
    return Sections.ALL.stream().flatMap(section -> section.keysFor(reader).stream()).distinct();
  }

  private static CommandLine command(Reader reader) {
    return Main.commandLine().getSubcommands().get(reader == Reader.HOST ? "host" : "scan");
  }
}
