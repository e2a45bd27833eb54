package io.filterport.verify.conformance.lifecycle;

import io.filterport.NtStatus;
import io.filterport.filter.ClientPort;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Gate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A manager in a process of its own. Its message callback stays; each line that it reads ends. */
final class ManagerProgram {
  static final String LISTENING = "listening";
  static final String CALLED = "called";
  static final String ENDED = "ended";

  private final List<ClientPort> clients = new CopyOnWriteArrayList<>();
  private final FilterManager manager;
  private final Filter filter;
  private final ServerPort port;

  private ManagerProgram(Path socket) {
    manager = FilterManager.listen(socket);
    filter =
        manager.register(
            FilterRegistration.named(Scene.FILTER).at("1").onUnload(mandatory -> NtStatus.SUCCESS));
    PortCallbacks callbacks =
        PortCallbacks.of(this::connected, cookie -> {}).onMessage((cookie, call) -> called());
    port = filter.createCommunicationPort(PortAttributes.named(Scene.PORT), callbacks, 4);
  }

  public static void main(String[] arguments) throws IOException {
    ManagerProgram program = new ManagerProgram(Path.of(arguments[0]));
    System.out.println(LISTENING);
    try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        End end = End.valueOf(line);
        Background<Void> ignored = Background.run(() -> program.happen(end));
      }
    }
    System.exit(0);
  }

  private NtStatus connected(ConnectionRequest request) {
    clients.add(request.clientPort());
    return NtStatus.SUCCESS;
  }

  private static NtStatus called() {
    System.out.println(CALLED);
    return new Gate().hold(NtStatus.SUCCESS);
  }

  /** What waits for callbacks never comes back. */
  private void happen(End end) {
    switch (end) {
      case FILTER -> clients.forEach(ClientPort::close);
      case UNREGISTER -> filter.unregister();
      case UNLOAD -> manager.unload(Scene.FILTER, false);
      case MANAGER -> manager.close();
      case SERVER_PORT -> port.close();
      default -> throw new AssertionError(end + " is none of a manager's");
    }
    System.out.println(ENDED);
  }
}
