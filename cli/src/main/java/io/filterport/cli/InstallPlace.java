package io.filterport.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * Where {@code install} and {@code uninstall} work, and whether they only say what they would do.
 */
final class InstallPlace {
  @Option(
      names = "--root",
      required = true,
      paramLabel = "DIR",
      description = "Below which directory: / for this system.")
  private Path root;

  @Option(names = "--dry-run", description = "Print the steps and change nothing.")
  private boolean dryRun;

  /** {@return the directory as it was given} */
  Path root() {
    return root;
  }

  Path absolute() {
    return root.toAbsolutePath().normalize();
  }

  /** {@return whether it is the running system, not an image of another one} */
  boolean isThisSystem() {
    return absolute().getParent() == null;
  }

  boolean isDryRun() {
    return dryRun;
  }
}
