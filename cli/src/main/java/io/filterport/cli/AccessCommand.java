package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.security.AccessCheck;
import io.filterport.security.AccessDecision;
import io.filterport.security.AccessMask;
import io.filterport.security.AccessStep;
import io.filterport.security.AccessToken;
import io.filterport.security.SecurityDescriptor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code filterport access}: what the descriptor of a port says to a user. */
@Command(
    name = "access",
    description = "May this user connect to a port? Shows which entry of its descriptor decides.",
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
    UnixUser unixUser = UnixUser.parse(user);
    Inventory inventory = Inventory.ask(socket.space());
    AccessToken token = unixUser.token(inventory.administrators());
    PortState found = find(inventory);
    SecurityDescriptor descriptor = SecurityDescriptor.parse(found.securityDescriptor());
    AccessMask desired = found.strictAccess() ? AccessCheck.STRICT_CONNECT : AccessCheck.CONNECT;
    AccessDecision decision = AccessCheck.check(descriptor, token, desired);
    print(found, decision);
    return decision.granted() ? ExitCodes.OK : ExitCodes.ACCESS_DENIED;
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

  private void print(PortState found, AccessDecision decision) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("port", found.name());
    fields.put("user", user);
    fields.put("granted", decision.granted());
    fields.put("reason", decision.reason());
    fields.put("securityDescriptor", found.securityDescriptor());
    fields.put("steps", decision.steps().stream().map(AccessStep::text).toList());
    output.print(fields);
  }
}
