package io.filterport.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the page on the configuration")
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final String HEAD =
      """
      | key | meaning | unit | form and range | default | changes | option |
      |---|---|---|---|---|---|---|
      """;

  @Test
  @DisplayName("has the table of each section as the program knows it, in this order")
  void tables() throws IOException {
    String tables =
        Sections.ALL.stream().map(ConfigurationPageTest::table).collect(Collectors.joining("\n"));
    assertThat(Files.readString(PAGE)).contains(tables);
  }

  private static String table(Section section) {
    return "`"
        + section.header()
        + "`: "
        + section.meaning()
        + "\n\n"
        + HEAD
        + section.keys().stream()
            .map(ConfigurationPageTest::row)
            .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String row(Key key) {
    return "| "
        + String.join(
            " | ",
            "`" + key.name() + "`",
            key.meaning(),
            key.unit().isEmpty() ? "-" : key.unit(),
            key.type().form() + ": " + key.type().range().replace("|", "\\|"),
            isRequired(key) ? "none" : "`" + toml(key.defaultValue()) + "`",
            key.scope().isLive() ? "by reload" : "at start",
            key.option() == null ? "-" : "`" + key.option() + "`")
        + " |";
  }

  private static boolean isRequired(Key key) {
    return Sections.ALL.stream()
        .anyMatch(section -> section.repeated() && section.identity().equals(key));
  }

  private static String toml(Object value) {
    return switch (value) {
      case String text -> text.contains("\\") ? "'" + text + "'" : '"' + text + '"';
      case List<?> items -> items.toString();
      default -> value.toString().toLowerCase(Locale.ROOT);
    };
  }
}
