package io.filterport.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.cli.config.Section.Reader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the default configuration file")
class DefaultFileTest {
  private static final Pattern COMMENTED = Pattern.compile("(?m)^#(?=[a-z-]+ = )");
  private static final List<String> REPEATED = List.of("#[[port]]", "#[[volume]]");

  @Test
  @DisplayName("is right, and guards nothing")
  void guardsNothing() throws IOException {
    ConfigFile file = ConfigFile.parse("default", DefaultFile.read());
    assertThat(file.volumes()).isZero();
    assertThat(Settings.of(Reader.HOST, file).arguments()).isEmpty();
    assertThat(Settings.of(Reader.SCAN, file).arguments()).isEmpty();
  }

  @Test
  @DisplayName("shows each key in its section with its default")
  void showsEachKey() throws IOException {
    ConfigFile file =
        ConfigFile.parse("default", withoutComments(withoutRepeated(DefaultFile.read())));
    for (Section section : Sections.ALL) {
      if (!section.repeated()) {
        section.keys().forEach(key -> shows(file.once(section), key));
      }
    }
  }

  private static void shows(Entries entries, Key key) {
    assertThat(entries.of(key)).as(key.name()).isPresent();
    assertThat(entries.of(key).orElseThrow().value()).as(key.name()).isEqualTo(key.defaultValue());
  }

  @Test
  @DisplayName("shows how a volume and a port are written")
  void showsRepeated() throws IOException {
    String text = withoutComments(DefaultFile.read().replace("#[[", "[["));
    Settings settings = Settings.of(Reader.HOST, ConfigFile.parse("default", text));
    assertThat(settings.volumeArguments())
        .containsExactly(List.of("--volume=/srv/share", "--timeout=20000"));
    assertThat(settings.portArguments())
        .containsExactly(Map.entry("\\ScannerPort", List.of("--sddl=D:P(A;;GA;;;S-1-22-1-998)")));
  }

  private static String withoutRepeated(String text) {
    String left = text;
    for (String header : REPEATED) {
      int start = left.indexOf(header);
      left = left.substring(0, start) + left.substring(left.indexOf("\n\n", start));
    }
    return left;
  }

  private static String withoutComments(String text) {
    return COMMENTED.matcher(text).replaceAll("");
  }
}
