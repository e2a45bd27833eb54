package io.filterport.cli;

import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.Poll;
import io.filterport.linux.UnixSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The service manager that started this process, such as systemd: it is told what sd_notify(3)
 * tells. Without one, nobody is told. Safe for use by any thread.
 */
final class ServiceManager {
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String WATCHDOG_MICROS = "WATCHDOG_USEC";
  private static final String WATCHDOG_PID = "WATCHDOG_PID";
  private static final int PATIENCE_MILLIS = 5_000;

  private final @Nullable String socket;
  private final OptionalLong watchdogMillis;
  private final Consumer<String> talk;

  private ServiceManager(
      @Nullable String socket, OptionalLong watchdogMillis, Consumer<String> talk) {
    this.socket = socket;
    this.watchdogMillis = watchdogMillis;
    this.talk = talk;
  }

  /**
   * {@return whoever the environment names, or nobody}
   *
   * @param environment of this process
   * @param talk gets what people should know
   */
  static ServiceManager of(Map<String, String> environment, Consumer<String> talk) {
    return new ServiceManager(environment.get(SOCKET), watchdog(environment), talk);
  }

  /** A process that inherits the environment of a watched one is not itself watched. */
  private static OptionalLong watchdog(Map<String, String> environment) {
    String micros = environment.getOrDefault(WATCHDOG_MICROS, "");
    String self = Long.toString(ProcessHandle.current().pid());
    return micros.matches("[1-9][0-9]{3,17}")
            && environment.getOrDefault(WATCHDOG_PID, self).equals(self)
        ? OptionalLong.of(Long.parseLong(micros) / 1_000)
        : OptionalLong.empty();
  }

  /**
   * {@return how long this process may be silent before it is ended; empty for as long as it is}
   */
  OptionalLong watchdogMillis() {
    return socket == null ? OptionalLong.empty() : watchdogMillis;
  }

  void ready() {
    tell("READY=1");
  }

  void stopping() {
    tell("STOPPING=1");
  }

  void alive() {
    tell("WATCHDOG=1");
  }

  private void tell(String state) {
    String path = socket;
    if (path != null) {
      int result = send(path, state.getBytes(StandardCharsets.UTF_8));
      if (result < 0) {
        talk.accept("telling " + state + " to " + path + ": " + Errno.name(result));
      }
    }
  }

  private static int send(String path, byte[] state) {
    int sender = UnixSocket.create(UnixSocket.DATAGRAM);
    if (sender < 0) {
      return sender;
    }
    try (Arena arena = Arena.ofConfined()) {
      int connected = UnixSocket.connect(sender, path);
      return connected < 0
          ? connected
          : sendWhenThereIsRoom(sender, arena.allocateFrom(ValueLayout.JAVA_BYTE, state));
    } finally {
      Fds.close(sender);
    }
  }

  /** The other side's queue may be full for a moment; READY must not be lost. */
  private static int sendWhenThereIsRoom(int sender, MemorySegment state) {
    int room = Poll.await(sender, Poll.OUT, PATIENCE_MILLIS);
    return room < 0 ? room : UnixSocket.send(sender, state);
  }
}
