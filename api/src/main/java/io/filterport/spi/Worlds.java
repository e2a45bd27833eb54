package io.filterport.spi;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.ServiceLoader;

/** The providers that are on the module path, each looked up once. */
public final class Worlds {
  private Worlds() {}

  /** {@return the engine} */
  public static EngineProvider engine() {
    return Engine.FOUND;
  }

  /** {@return the world of two processes} */
  public static SocketProvider socket() {
    return Socket.FOUND;
  }

  private static <T> T find(Class<T> type, String module) {
    return ServiceLoader.load(type, Worlds.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new FilterPortException(
                    "looking for a " + type.getSimpleName(),
                    NtStatus.NOT_SUPPORTED,
                    "Put the module " + module + " on the module path or the class path."));
  }

  private static final class Engine {
    static final EngineProvider FOUND = find(EngineProvider.class, "io.filterport.engine");
  }

  private static final class Socket {
    static final SocketProvider FOUND = find(SocketProvider.class, "io.filterport.ipc");
  }
}
