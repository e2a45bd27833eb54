package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.config.ConfigFile;
import io.filterport.cli.config.Section.Reader;
import io.filterport.cli.config.Settings;
import io.filterport.volumes.fanotify.HolderLink;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code filterport lift}: opens what the holder of a dead host keeps shut. */
@Command(
    name = "lift",
    description = "Let guarded files be opened again, which a dead host with --on-death left shut.")
final class LiftCommand implements Callable<Integer> {
  @Mixin private HostSocketOption socket;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The host's configuration file, for its control socket; --socket wins.")
  private @Nullable Path file;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    Path place = HolderPlace.of(listenedAt());
    HolderLink holder = HolderLink.find(place).orElseThrow(() -> refusal(place));
    if (!holder.endAndWait()) {
      throw new FilterPortException(
          "ending the holder at " + place,
          NtStatus.UNSUCCESSFUL,
          "It does not answer. Find it with pgrep -f 'hold --listen' and kill it.");
    }
    PrintWriter err = command.commandLine().getErr();
    err.println("filterport: lifted; the kernel asks whatever host runs now, or nobody");
    err.flush();
    return ExitCodes.OK;
  }

  private static FilterPortException refusal(Path place) {
    return new FilterPortException(
        "no holder at " + place,
        NtStatus.OBJECT_NAME_NOT_FOUND,
        "Nothing is kept shut there. Give the --socket or the --config that the host had.");
  }

  private Path listenedAt() {
    Path named = file;
    if (named == null || socket.isGiven()) {
      return socket.listenAt();
    }
    ConfigFile read = ConfigFile.load(named, HostOptions.isRoot());
    Settings settings = Settings.of(Reader.HOST, read);
    return ConfigOption.filled(new HostSocketOption(), settings.socketArguments()).listenAt();
  }
}
