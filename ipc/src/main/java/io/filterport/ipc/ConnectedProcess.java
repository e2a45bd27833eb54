package io.filterport.ipc;

import io.filterport.filter.ClientProcess;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.Peer;
import io.filterport.linux.PidFd;
import io.filterport.linux.ProcessStatus;

/**
 * The process that made a connection, by the descriptor that the host took from the socket itself.
 * It belongs to the connection, which closes it at its end. Safe for use by any thread.
 */
public final class ConnectedProcess implements ClientProcess {
  private final int id;

  /** Guarded by this; -errno if there is none. */
  private int pidfd;

  private ConnectedProcess(int id, int pidfd) {
    this.id = id;
    this.pidfd = pidfd;
  }

  /**
   * {@return the process at the other end}
   *
   * @param socket just accepted
   * @param id the process's number, as the socket tells it
   */
  static ConnectedProcess of(int socket, int id) {
    return ofAnswer(Peer.pidfd(socket), id);
  }

  /**
   * Before Linux 6.5 a socket gives no descriptor. Then whoever has the number now is taken for the
   * client, which is another one only if the client ended before it was accepted.
   *
   * <p>Of a process that was waited for, sockets of Linux 6.5 to 6.14 say EINVAL. Asked by number
   * the kernel means another thing by it: that there is no such number.
   *
   * @param pidfd what the socket gave
   * @param id the process's number
   */
  static ConnectedProcess ofAnswer(int pidfd, int id) {
    return new ConnectedProcess(
        id,
        switch (pidfd) {
          case -Errno.ENOPROTOOPT -> PidFd.open(id);
          case -Errno.EINVAL -> -Errno.ESRCH;
          default -> pidfd;
        });
  }

  /** {@return its number in this pid namespace, 0 if it has none here} */
  public int id() {
    return id;
  }

  /**
   * {@return another descriptor of the process, the caller's to close; -EBADF if the connection is
   * over; -errno}
   */
  public synchronized int duplicate() {
    return pidfd < 0 ? pidfd : Fds.duplicate(pidfd);
  }

  /** {@return the descriptor, for the thread that closes it; -errno if there is none} */
  synchronized int descriptor() {
    return pidfd;
  }

  /** {@return whether there was no such process any more} */
  synchronized boolean hadEnded() {
    return pidfd == -Errno.ESRCH || pidfd == -Errno.ENODATA;
  }

  /** {@return whether the process ends or has ended, which closes its socket for it} */
  boolean isEnding() {
    return hasDied() || ProcessStatus.isExiting(id);
  }

  private synchronized boolean hasDied() {
    return pidfd >= 0 && !PidFd.isAlive(pidfd);
  }

  synchronized void close() {
    if (pidfd >= 0) {
      Fds.close(pidfd);
    }
    pidfd = -Errno.EBADF;
  }

  @Override
  public String toString() {
    return "process " + id;
  }
}
