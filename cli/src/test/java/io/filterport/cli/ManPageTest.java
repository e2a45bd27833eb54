package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

@DisplayName("manual pages")
class ManPageTest {
  @TempDir private Path share;
  private Path pages;

  @BeforeEach
  void generate() {
    assertThat(CommandLineRun.of("manuals", "--share", share.toString()).exitCode()).isZero();
    pages = share.resolve("man/man1");
  }

  private Path page(CommandSpec command) {
    return pages.resolve(command.qualifiedName("-") + ".1");
  }

  private String text(CommandSpec command) throws IOException {
    return Files.readString(page(command));
  }

  @Test
  @DisplayName("there is one for each command, and none for hidden ones")
  void pages() throws IOException {
    try (Stream<Path> files = Files.list(pages)) {
      assertThat(files)
          .containsExactlyInAnyOrderElementsOf(
              VisibleCommands.all().stream().map(this::page).toList());
    }
  }

  @Test
  @DisplayName("each shows every option, parameter and exit code of its command")
  void isComplete() throws IOException {
    List<String> exitCodes =
        List.copyOf(VisibleCommands.all().getFirst().usageMessage().exitCodeList().keySet());
    assertThat(exitCodes).contains("0", "6", "70");
    for (CommandSpec command : VisibleCommands.all()) {
      String text = text(command);
      assertThat(VisibleCommands.optionNames(command))
          .allSatisfy(name -> assertThat(text).contains(bold(name)));
      assertThat(command.positionalParameters())
          .allSatisfy(arg -> assertThat(text).contains(".TP\n\\fI" + arg.paramLabel() + "\\fR\n"));
      assertThat(exitCodes).allSatisfy(code -> assertThat(text).contains(".TP\n" + bold(code)));
    }
  }

  private static String bold(String word) {
    return "\\fB" + word.replace("-", "\\-") + "\\fR";
  }

  @Test
  @DisplayName("the first names every command")
  void commands() throws IOException {
    List<CommandSpec> all = VisibleCommands.all();
    assertThat(all.stream().skip(1).map(command -> bold(command.name())))
        .allSatisfy(name -> assertThat(text(all.getFirst())).contains(".TP\n" + name + "\n"));
  }

  @Test
  @DisplayName("groff has nothing to complain of")
  void groff() throws Exception {
    Shell.assumeInstalled("groff");
    assertThat(Shell.run(Shell.withFiles(pages, "groff", "-man", "-ww", "-Tutf8", "-z")))
        .isEqualTo(new Shell(0, ""));
  }

  @Test
  @DisplayName("mandoc has nothing to complain of, but that they have no date")
  void mandoc() throws Exception {
    Shell.assumeInstalled("mandoc");
    Shell lint = Shell.run(Shell.withFiles(pages, "mandoc", "-T", "lint", "-W", "warning"));
    assertThat(lint.lines()).allMatch(line -> line.contains("missing date"));
  }

  @Test
  @DisplayName("man shows what users type, letter by letter")
  void man() throws Exception {
    Shell.assumeInstalled("man");
    Shell.assumeInstalled("groff");
    Path send = pages.resolve("filterport-send.1");
    Shell shown = Shell.run("env", "MANPAGER=cat", "LC_ALL=C", "man", "-l", send.toString());
    assertThat(shown.exitCode()).as(shown.out()).isZero();
    assertThat(shown.out()).contains("-o, --output=FORMAT", "such as '\\EchoPort'.");
  }
}
