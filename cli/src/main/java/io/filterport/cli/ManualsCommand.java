package io.filterport.cli;

import io.filterport.cli.manuals.CommandReference;
import io.filterport.cli.manuals.ShareDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code filterport manuals}: what the build makes of the commands. */
@Command(name = "manuals", hidden = true)
final class ManualsCommand implements Callable<Integer> {
  @Option(
      names = "--share",
      paramLabel = "DIR",
      description = "Write completion and manual pages below this directory.")
  private @Nullable Path share;

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      description = "Write the help of every command as Markdown.")
  private @Nullable Path reference;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Path directory = share;
    if (directory != null) {
      ShareDirectory.write(command.root(), directory);
    }
    Path page = reference;
    if (page != null) {
      Files.writeString(page, CommandReference.of(command.root()));
    }
    return ExitCodes.OK;
  }
}
