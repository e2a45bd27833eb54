package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.install.Installer;
import io.filterport.cli.manuals.ShareDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code filterport install}: this program, its units and its configuration, on a system. */
@Command(
    name = "install",
    description = "Install this program, its units and a configuration that guards nothing.")
final class InstallCommand implements Callable<Integer> {
  @Option(
      names = "--jre",
      description =
          "Install a Java runtime as well, made by this JDK's jlink; else a link to the one that"
              + " runs this command.")
  private boolean jre;

  @Mixin private InstallPlace place;
  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    try {
      Path below = place.absolute();
      if (!Files.isDirectory(below)) {
        throw failure(place.root(), new IOException("no such directory"));
      }
      Installer.install(
          below, ShareDirectory.files(command.root()), jre, place.isDryRun(), out::println);
    } catch (IOException e) {
      throw failure(place.root(), e);
    }
    if (place.isThisSystem() && !place.isDryRun()) {
      out.println("next: systemd-sysusers && systemd-tmpfiles --create && systemctl daemon-reload");
    }
    return ExitCodes.OK;
  }

  private static FilterPortException failure(Path root, IOException e) {
    return new FilterPortException(
        "installing below " + root + ": " + e,
        NtStatus.UNSUCCESSFUL,
        "Name an existing directory in which this user may write. filterport uninstall takes away"
            + " what was installed so far.");
  }
}
