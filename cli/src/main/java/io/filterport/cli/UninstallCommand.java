package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.install.Uninstaller;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code filterport uninstall}: takes away what {@link InstallCommand} made. */
@Command(
    name = "uninstall",
    description = "Remove what filterport install made; what was changed since then stays.")
final class UninstallCommand implements Callable<Integer> {
  @Mixin private InstallPlace place;
  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    if (place.isThisSystem()) {
      requireNoHolder(RunningHolder.all());
    }
    try {
      Path below = place.absolute();
      if (!Uninstaller.uninstall(
          below, place.isDryRun(), command.commandLine().getOut()::println)) {
        throw new FilterPortException(
            "no list of installed files below " + place.root(),
            NtStatus.OBJECT_NAME_NOT_FOUND,
            "Give the --root of filterport install. A package is removed by its package manager:"
                + " apt-get remove filterport");
      }
    } catch (IOException e) {
      throw new FilterPortException(
          "removing what is installed below " + place.root() + ": " + e,
          NtStatus.UNSUCCESSFUL,
          "Run it as the user who installed it.");
    }
    return ExitCodes.OK;
  }

  /** With the program would go the command that opens what a dead host has left shut. */
  static void requireNoHolder(List<RunningHolder> running) {
    running.stream().findFirst().ifPresent(UninstallCommand::refuse);
  }

  private static void refuse(RunningHolder holder) {
    throw new FilterPortException(
        "removing the program while process " + holder.pid() + " may keep guarded files shut",
        NtStatus.UNSUCCESSFUL,
        "Stop the host; if it has died: filterport lift --socket " + holder.socket());
  }
}
