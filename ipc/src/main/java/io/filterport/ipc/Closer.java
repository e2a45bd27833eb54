package io.filterport.ipc;

import io.filterport.linux.Fds;
import io.filterport.linux.UnixSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Closes clients' sockets, on threads of its own. Safe for use by any thread.
 *
 * <p>With its socket goes what a client attached to messages that nobody took, and the last
 * reference to a file of a client's choice may take its time: a TCP socket that lingers waits for a
 * peer that never answers. That must not be the time of the thread that serves all clients. When
 * all threads here wait, the sockets of ended clients stay open, each a descriptor of the manager.
 */
final class Closer {
  /** Threads that may wait for clients' files to go. */
  static final int MAX_THREADS = 8;

  private final ThreadPoolExecutor threads = DaemonThreads.upTo(MAX_THREADS, "filterport-closer-");

  /**
   * Ends a client's connection at once and gives the descriptor back soon.
   *
   * @param socket not to be used any more; nothing happens if it is negative
   */
  void close(int socket) {
    if (socket >= 0) {
      int ignored = UnixSocket.shutdown(socket, UnixSocket.SHUT_RDWR);
      try {
        threads.execute(() -> discard(socket));
      } catch (OutOfMemoryError e) { // no thread to be had: what lingers is rarer than this
        discard(socket);
      }
    }
  }

  /** With messages left in it the client would hear of a reset instead of the last answer. */
  private static void discard(int socket) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment nothing = arena.allocate(1);
      while (UnixSocket.receive(socket, nothing) > 0) {}
    } finally {
      Fds.close(socket);
    }
  }
}
