package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("docs/commands.md")
class CommandReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "commands.md");

  @TempDir private Path directory;

  @Test
  @DisplayName("shows the help that the commands print")
  void isUpToDate() throws IOException {
    Path made = directory.resolve("commands.md");
    assertThat(CommandLineRun.of("manuals", "--reference", made.toString()).exitCode()).isZero();
    assertThat(Files.readString(PAGE))
        .as("To renew it: ./filterport manuals --reference docs/commands.md")
        .isEqualToNormalizingNewlines(Files.readString(made));
  }

  @Test
  @DisplayName("has a chapter for each command, and none for hidden ones")
  void chapters() throws IOException {
    assertThat(Files.readString(PAGE).lines().filter(line -> line.startsWith("## ")))
        .containsExactlyElementsOf(
            VisibleCommands.all().stream().map(c -> "## " + c.qualifiedName()).toList());
  }
}
