package io.filterport.engine;

import io.filterport.security.AccessToken;
import io.filterport.security.Sid;
import io.filterport.service.CompletionPort;
import io.filterport.service.Overlapped;
import io.filterport.spi.EngineProvider;
import java.util.Set;

/** The engine as the api finds it. */
public final class Engine implements EngineProvider {
  /** Called by the service loader. */
  public Engine() {}

  @Override
  public Embedded createManager() {
    Manager manager = new Manager();
    return new Embedded(manager, new EmbeddedConnector(manager, owner()));
  }

  /** Whoever runs this JVM may do anything to a manager inside it. */
  private static AccessToken owner() {
    return new AccessToken(
        Sid.SYSTEM,
        Set.of(Sid.ADMINISTRATORS, Sid.EVERYONE, Sid.AUTHENTICATED_USERS),
        ProcessHandle.current().pid(),
        AccessToken.UNKNOWN,
        AccessToken.UNKNOWN);
  }

  @Override
  public Overlapped createOverlapped() {
    return new EngineOverlapped(true);
  }

  @Override
  public Overlapped createOverlappedWithoutPacket() {
    return new EngineOverlapped(false);
  }

  @Override
  public CompletionPort createCompletionPort() {
    return new EngineCompletionPort();
  }
}
