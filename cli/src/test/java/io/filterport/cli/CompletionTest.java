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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

@DisplayName("completion")
class CompletionTest {
  private static final String BASH = "bash-completion/completions/filterport";
  private static final String ZSH = "zsh/site-functions/_filterport";
  private static final String FISH = "fish/vendor_completions.d/filterport.fish";

  /**
   * As bash itself does it: the words of the line, of which the last is to be completed. Only while
   * bash completes, compopt may be called.
   */
  private static final String COMPLETE =
      """
      compopt() { :; }
      source "$1" && shift
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
      completer=$(complete -p filterport | sed 's/.*-F \\([^ ]*\\).*/\\1/')
      "$completer" filterport "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir private Path share;

  @BeforeEach
  void generate() {
    assertThat(CommandLineRun.of("manuals", "--share", share.toString()).exitCode()).isZero();
  }

  private String text(String file) throws IOException {
    return Files.readString(share.resolve(file));
  }

  private List<String> bash(String... words) throws Exception {
    Shell.assumeInstalled("bash");
    Stream<String> command =
        Stream.of("bash", "-c", COMPLETE, "bash", share.resolve(BASH).toString());
    Shell shell = Shell.run(Stream.concat(command, Stream.of(words)).toArray(String[]::new));
    assertThat(shell.exitCode()).as(shell.out()).isZero();
    return shell.lines().stream().map(String::strip).toList();
  }

  @Test
  @DisplayName("bash completes commands, and none that is hidden")
  void bashCommands() throws Exception {
    List<String> visible = VisibleCommands.all().stream().skip(1).map(CommandSpec::name).toList();
    assertThat(bash("filterport", ""))
        .containsAll(visible)
        .doesNotContainAnyElementsOf(VisibleCommands.hiddenNames());
    assertThat(bash("filterport", "sc")).containsExactly("scan");
  }

  @Test
  @DisplayName("bash completes the options of each command")
  void bashOptions() throws Exception {
    for (CommandSpec command : VisibleCommands.all().stream().skip(1).toList()) {
      assertThat(bash("filterport", command.name(), "-"))
          .containsAll(VisibleCommands.optionNames(command));
    }
  }

  @Test
  @DisplayName("bash completes values that are one of a list")
  void bashValues() throws Exception {
    assertThat(bash("filterport", "version", "-o", "j")).containsExactly("json", "jsonl");
  }

  @Test
  @DisplayName("zsh can read its file")
  void zshReads() throws Exception {
    Shell.assumeInstalled("zsh");
    assertThat(Shell.run("zsh", "-f", "-n", share.resolve(ZSH).toString()))
        .isEqualTo(new Shell(0, ""));
  }

  /**
   * A shell at a terminal, to which a user types a line, a tab and a return; the command shows its
   * words.
   */
  private static final String TYPE =
      """
      zmodload zsh/zpty
      zpty shell env ZDOTDIR=$1 FUNCTIONS=$2 TERM=dumb zsh -d -i
      zpty -r -m shell prompt '*ready>*'
      zpty -w -n shell "$3"$'\t\n'
      zpty -r -m shell line '*:end*'
      print -r -- ${${line##*words:}%%:end*}
      """;

  private static final String ZSHRC =
      """
      fpath=($FUNCTIONS $fpath)
      autoload -Uz compinit && compinit -u -D
      filterport() { print -r -- "words:${(j:|:)@}:end" }
      PROMPT='ready>'
      """;

  private String zsh(String line) throws Exception {
    Path home = Files.createDirectories(share.resolve("home"));
    Files.writeString(home.resolve(".zshrc"), ZSHRC);
    String functions = share.resolve(ZSH).getParent().toString();
    Shell shell = Shell.run("zsh", "-f", "-c", TYPE, "zsh", home.toString(), functions, line);
    assertThat(shell.exitCode()).as(shell.out()).isZero();
    return shell.out().strip();
  }

  @Test
  @DisplayName("zsh completes commands, options and values where a user types a tab")
  void zshCompletes() throws Exception {
    Shell.assumeInstalled("zsh");
    assertThat(zsh("filterport check-c")).isEqualTo("check-config");
    assertThat(zsh("filterport host --on-d")).isEqualTo("host|--on-death");
    assertThat(zsh("filterport host --on-death=d")).isEqualTo("host|--on-death=deny");
    assertThat(zsh("filterport version -o j")).isEqualTo("version|-o|json");
    assertThat(zsh("filterport manu")).as("hidden").isEqualTo("manu");
  }

  @Test
  @DisplayName("fish can read its file")
  void fishReads() throws Exception {
    Shell.assumeInstalled("fish");
    assertThat(Shell.run("fish", "-n", share.resolve(FISH).toString())).isEqualTo(new Shell(0, ""));
  }

  @Test
  @DisplayName("fish completes commands, options and values, with what they are")
  void fishCompletes() throws Exception {
    Shell.assumeInstalled("fish");
    assertThat(fish("filterport sc")).singleElement().asString().startsWith("scan\tScan files");
    assertThat(fish("filterport demo --vol")).singleElement().asString().contains("--volume");
    assertThat(fish("filterport version -o j"))
        .map(line -> line.split("\t", -1)[0])
        .containsExactlyInAnyOrder("json", "jsonl");
  }

  private List<String> fish(String line) throws Exception {
    String script = "source $argv[1]; complete -C $argv[2]";
    return Shell.run("fish", "-N", "-c", script, share.resolve(FISH).toString(), line).lines();
  }

  @ParameterizedTest
  @ValueSource(strings = {ZSH, FISH})
  @DisplayName("zsh and fish know each command and each option, and nothing that is hidden")
  void isComplete(String file) throws IOException {
    String text = text(file);
    for (CommandSpec command : VisibleCommands.all()) {
      assertThat(text).contains(command.name());
      for (String option : VisibleCommands.optionNames(command)) {
        assertThat(linesOf(command, file, text)).anyMatch(line -> names(line, option));
      }
    }
    assertThat(text).doesNotContain(VisibleCommands.hiddenNames());
  }

  /** In the file of zsh a command has a branch, in that of fish a condition. */
  private static List<String> linesOf(CommandSpec command, String file, String text) {
    boolean isRoot = command.parent() == null;
    if (file.equals(FISH)) {
      String condition = isRoot ? "use_subcommand'" : "subcommand_from " + command.name() + "'";
      return text.lines().filter(line -> line.contains(condition)).toList();
    }
    String first = isRoot ? "_arguments -C" : "      " + command.name() + ")";
    return text.lines()
        .dropWhile(line -> !line.startsWith(first))
        .takeWhile(line -> !line.strip().equals(isRoot ? "case $state in" : ";;"))
        .toList();
  }

  private static boolean names(String line, String option) {
    String fish =
        option.startsWith("--") ? " -l " + option.substring(2) : " -s " + option.charAt(1);
    return line.contains(fish + " ") || line.matches(".*[')*]" + option + "[=+]?\\[.*");
  }

  @Test
  @DisplayName("commands have no commands of their own, which zsh and fish would not be told of")
  void isFlat() {
    assertThat(VisibleCommands.all().stream().skip(1))
        .allMatch(command -> VisibleCommands.subcommands(command, false).findAny().isEmpty());
  }
}
