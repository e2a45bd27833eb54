package io.filterport.cli.manuals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** Completion and manual pages, where shells and {@code man} look for them below a prefix. */
public final class ShareDirectory {
  private ShareDirectory() {}

  /**
   * {@return all of them, each by its path below a prefix}
   *
   * @param root the command
   */
  public static Map<String, String> files(CommandSpec root) {
    String name = root.name();
    Map<String, String> files = new LinkedHashMap<>();
    files.put("bash-completion/completions/" + name, AutoComplete.bash(name, root.commandLine()));
    files.put("zsh/site-functions/_" + name, ZshCompletion.of(root));
    files.put("fish/vendor_completions.d/" + name + ".fish", FishCompletion.of(root));
    for (CommandSpec command : CommandModel.all(root)) {
      files.put("man/man1/" + ManPage.fileName(command), ManPage.of(command));
    }
    return files;
  }

  /**
   * Writes all of them; files that are there are replaced.
   *
   * @param root the command
   * @param directory what will be {@code /usr/share}, or its like
   * @throws IOException if that fails
   */
  public static void write(CommandSpec root, Path directory) throws IOException {
    for (Map.Entry<String, String> file : files(root).entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }
}
