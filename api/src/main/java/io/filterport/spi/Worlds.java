package io.filterport.spi;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.Optional;
import java.util.ServiceLoader;

/** The providers that are on the module path, each looked up once. */
public final class Worlds {
  private Worlds() {}

  /**
   * {@return the engine}
   *
   * @throws FilterPortException {@link NtStatus#NOT_SUPPORTED} if there is none
   */
  public static EngineProvider engine() {
    return required(Engine.FOUND, "EngineProvider", "io.filterport.engine");
  }

  /**
   * {@return the world of two processes}
   *
   * @throws FilterPortException {@link NtStatus#NOT_SUPPORTED} if there is none
   */
  public static SocketProvider socket() {
    return required(Socket.FOUND, "SocketProvider", "io.filterport.ipc");
  }

  private static <T> Optional<T> find(Class<T> type) {
    return ServiceLoader.load(type, Worlds.class.getClassLoader()).findFirst();
  }

  /** Not where it is looked up: what a class throws while it is initialized reaches nobody. */
  private static <T> T required(Optional<T> found, String type, String module) {
    return found.orElseThrow(
        () ->
            new FilterPortException(
                "looking for a " + type,
                NtStatus.NOT_SUPPORTED,
                "Put the module " + module + " on the module path or the class path."));
  }

  private static final class Engine {
    static final Optional<EngineProvider> FOUND = find(EngineProvider.class);
  }

  private static final class Socket {
    static final Optional<SocketProvider> FOUND = find(SocketProvider.class);
  }
}
