package io.filterport.cli.manuals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** Completion and manual pages, where shells and {@code man} look for them below a prefix. */
public final class ShareDirectory {
  private final Path directory;

  private ShareDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes all of them; files that are there are replaced.
   *
   * @param root the command
   * @param directory what will be {@code /usr/share}, or its like
   * @throws IOException if that fails
   */
  public static void write(CommandSpec root, Path directory) throws IOException {
    new ShareDirectory(directory).write(root);
  }

  private void write(CommandSpec root) throws IOException {
    String name = root.name();
    file("bash-completion/completions/" + name, AutoComplete.bash(name, root.commandLine()));
    file("zsh/site-functions/_" + name, ZshCompletion.of(root));
    file("fish/vendor_completions.d/" + name + ".fish", FishCompletion.of(root));
    for (CommandSpec command : CommandModel.all(root)) {
      file("man/man1/" + ManPage.fileName(command), ManPage.of(command));
    }
  }

  private void file(String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
