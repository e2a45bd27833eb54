package io.filterport.cli;

import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Contents;
import io.filterport.linux.DescriptorPassing;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.Poll;
import io.filterport.linux.UnixSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Sends events to journald, a datagram each, in its native protocol; a line that is too long for
 * one as a file beside an empty datagram. While the journal takes nothing this waits; a journal
 * that was restarted is found again.
 */
final class Journal implements EventSink {
  /** Where journald listens. */
  static final Path SOCKET = Path.of("/run/systemd/journal/socket");

  /** "Normal but significant", of syslog. */
  private static final int NOTICE = 5;

  /** Not that of the host's standard error, {@code filterport}: who reads events wants no other. */
  private static final String IDENTIFIER = "filterport-events";

  private static final String FIELDS =
      "PRIORITY=" + NOTICE + "\nSYSLOG_IDENTIFIER=" + IDENTIFIER + "\n";

  private static final byte[] NO_BYTES = {};

  /** Between two looks whether this was closed. */
  private static final int WAIT_MILLIS = 1_000;

  private final Path path;

  // guarded by this
  private int socket;
  private boolean closed;

  private Journal(Path path, int socket) {
    this.path = path;
    this.socket = socket;
  }

  /**
   * {@return a connection to the journal}
   *
   * @param path of its socket
   * @throws FilterPortException if nobody listens there
   */
  static Journal at(Path path) {
    int socket = connect(path);
    if (socket < 0) {
      throw new FilterPortException(
          "sending events to " + path + " (" + Errno.name(socket) + ")",
          NtStatus.OBJECT_PATH_NOT_FOUND,
          "journald listens there; without systemd send events to a file");
    }
    return new Journal(path, socket);
  }

  private static int connect(Path path) {
    int socket = UnixSocket.create(UnixSocket.DATAGRAM);
    int result = socket < 0 ? socket : UnixSocket.connect(socket, path.toString());
    if (result < 0 && socket >= 0) {
      Fds.close(socket);
    }
    return result < 0 ? result : socket;
  }

  @Override
  public void write(String line) throws IOException {
    byte[] message = (FIELDS + "MESSAGE=" + line + "\n").getBytes(StandardCharsets.UTF_8);
    int result = send(message);
    if (isGone(result)) {
      reconnect();
      result = send(message);
    }
    if (result < 0) {
      throw new IOException("sending to " + path + ": " + Errno.name(result));
    }
  }

  private static boolean isGone(int result) {
    return result == -Errno.ECONNREFUSED
        || result == -Errno.ENOTCONN
        || result == -Errno.EBADF
        || result == -Errno.ECONNRESET;
  }

  private int send(byte[] message) {
    int result;
    do {
      result = sendOrWait(message);
    } while (result == -Errno.EAGAIN || result == -Errno.EINTR);
    return result;
  }

  private int sendOrWait(byte[] message) {
    int connected = socket();
    int result = connected < 0 ? -Errno.EBADF : sendOnce(connected, message);
    if (result == -Errno.EAGAIN) {
      int ignored = Poll.await(connected, Poll.OUT, WAIT_MILLIS);
    }
    return result;
  }

  /** What the socket's buffer is too small for goes as a file in sealed memory. */
  private static int sendOnce(int connected, byte[] message) {
    int result = DescriptorPassing.send(connected, message);
    return result == -Errno.EMSGSIZE
        ? Contents.with(
            Content.of(message), file -> DescriptorPassing.send(connected, NO_BYTES, file))
        : result;
  }

  private synchronized int socket() {
    return closed ? -1 : socket;
  }

  private synchronized void reconnect() throws IOException {
    int next = closed ? -Errno.EBADF : connect(path);
    if (next < 0) {
      throw new IOException("connecting to " + path + ": " + Errno.name(next));
    }
    Fds.close(socket);
    socket = next;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Fds.close(socket);
    }
  }
}
