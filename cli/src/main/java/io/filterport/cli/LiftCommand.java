package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.volumes.fanotify.HolderLink;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code filterport lift}: opens what the holder of a dead host keeps shut. */
@Command(
    name = "lift",
    description = "Let guarded files be opened again, which a dead host with --on-death left shut.")
final class LiftCommand implements Callable<Integer> {
  @Mixin private HostSocketOption socket;
  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    Path place = HolderPlace.of(socket.listenAt());
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
        "Nothing is kept shut there. Give the --socket that the host had.");
  }
}
