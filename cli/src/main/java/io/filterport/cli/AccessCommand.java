package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.filter.ManagerSnapshot.PortState;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code filterport access}: what the descriptor of a port says to a user. */
@Command(
    name = "access",
    description = "May this user connect to a port? Shows what each entry of its descriptor does.",
    footer = "Ends with 0 if the user may connect, with 4 if not.")
final class AccessCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PORT", description = "The port, such as '\\EchoPort'.")
  private String port;

  @Option(
      names = "--as",
      required = true,
      paramLabel = "uid:N[,gid:M...]",
      description = "The user, and the groups it is in.")
  private String user;

  @Mixin private SocketOption socket;
  @Mixin private OutputOption output;

  @Override
  public Integer call() throws IOException {
    UnixUser asked = UnixUser.parse(user);
    Inventory inventory = Inventory.ask(socket.space());
    AccessReport report = AccessReport.of(find(inventory), asked.token(inventory.administrators()));
    print(report);
    return report.decision().granted() ? ExitCodes.OK : ExitCodes.ACCESS_DENIED;
  }

  private PortState find(Inventory inventory) {
    PortName name = new PortName(port);
    return inventory.filters().stream()
        .flatMap(filter -> filter.ports().stream())
        .filter(state -> state.name().equals(name.value()))
        .findFirst()
        .orElseThrow(
            () ->
                new FilterPortException(
                    "port " + name,
                    NtStatus.OBJECT_NAME_NOT_FOUND,
                    "See `filterport ports` for the names."));
  }

  private void print(AccessReport report) {
    Map<String, Object> fields = report.summary(user);
    if (output.isForPeople()) {
      output.print(fields);
      output.print(report.entries());
    } else {
      fields.put("entries", report.entries());
      output.print(fields);
    }
  }
}
