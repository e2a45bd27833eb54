package io.filterport.ipc;

import io.filterport.linux.Fds;
import io.filterport.linux.UnixSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes clients' sockets, on threads of its own. Safe for use by any thread.
 *
 * <p>With its socket goes what a client attached to messages that nobody took, and the last
 * reference to a file of a client's choice may take its time: a TCP socket that lingers waits for a
 * peer that never answers. That must not be the time of the thread that serves all clients. When
 * all threads here wait, the sockets of ended clients stay open, each a descriptor of the manager;
 * so with many of them nobody is let in, not even to be turned away, for that takes a close, too.
 */
final class Closer {
  /** Threads that may wait for clients' files to go. */
  static final int MAX_THREADS = 8;

  /** Sockets that may wait for that, beside those of clients that were let in before. */
  static final int MAX_OPEN = 64;

  private final Executor threads;
  private final Runnable room;

  /** Sockets that are not closed yet. */
  private final AtomicInteger open = new AtomicInteger();

  /**
   * Makes one.
   *
   * @param threads may wait
   * @param room run, on one of them, when it is not full any more
   */
  Closer(Executor threads, Runnable room) {
    this.threads = threads;
    this.room = room;
  }

  /** {@return whether nobody must be let in until there is room} */
  boolean isFull() {
    return open.get() >= MAX_OPEN;
  }

  /**
   * Ends a client's connection at once and gives the descriptor back soon.
   *
   * @param socket not to be used any more; nothing happens if it is negative
   */
  void close(int socket) {
    if (socket >= 0) {
      int ignored = UnixSocket.shutdown(socket, UnixSocket.SHUT_RDWR);
      open.incrementAndGet();
      threads.execute(() -> discard(socket));
    }
  }

  /** With messages left in it the client would hear of a reset instead of the last answer. */
  private void discard(int socket) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment nothing = arena.allocate(1);
      while (UnixSocket.receive(socket, nothing) > 0) {}
    } finally {
      Fds.close(socket);
      if (open.getAndDecrement() == MAX_OPEN) {
        room.run();
      }
    }
  }
}
