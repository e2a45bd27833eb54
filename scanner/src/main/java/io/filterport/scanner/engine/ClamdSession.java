package io.filterport.scanner.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.filterport.NtStatus;
import io.filterport.linux.DescriptorPassing;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.Poll;
import io.filterport.linux.UnixSocket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to clamd, as an {@code IDSESSION}: one command at a time, whose answer must carry
 * its number. For one thread at a time. Nothing that clamd sends is believed unchecked; whatever is
 * out of place means that there is no clamd.
 */
final class ClamdSession implements AutoCloseable {
  private static final byte[] BEGIN = command("IDSESSION");

  private final int socket;
  private final long silenceNanos;
  private final ClamdInput input;

  /** Unsigned, as clamd counts: both begin again at the same number. */
  private int number;

  private boolean idle = true;

  private ClamdSession(int socket, long silenceNanos) {
    this.socket = socket;
    this.silenceNanos = silenceNanos;
    this.input = new ClamdInput(socket);
  }

  /** {@return a command as clamd reads it} */
  static byte[] command(String text) {
    return ("z" + text + "\0").getBytes(US_ASCII);
  }

  /** {@return a session} Connecting never waits: the listener has room for one more, or has not. */
  static ClamdSession open(String path, long silenceNanos) throws EngineUnavailableException {
    int socket = UnixSocket.create(UnixSocket.STREAM);
    if (socket < 0) {
      throw unreachable(path, socket);
    }
    ClamdSession session = new ClamdSession(socket, silenceNanos);
    int result = UnixSocket.connect(socket, path);
    result = result < 0 ? result : session.transmit(BEGIN);
    if (result < 0) {
      session.close();
      throw unreachable(path, result);
    }
    return session;
  }

  private static EngineUnavailableException unreachable(String path, int error) {
    NtStatus status =
        switch (-error) {
          case Errno.ENOENT, Errno.ENOTDIR, Errno.ECONNREFUSED -> NtStatus.OBJECT_NAME_NOT_FOUND;
          case Errno.EACCES, Errno.EPERM -> NtStatus.ACCESS_DENIED;
          case Errno.ENAMETOOLONG -> NtStatus.NAME_TOO_LONG;
          case Errno.EAGAIN -> NtStatus.TIMEOUT;
          default -> NtStatus.UNSUCCESSFUL;
        };
    return new EngineUnavailableException(
        "connecting to clamd at " + path + ": " + Errno.message(error), status);
  }

  /** {@return whether the last answer was right, if there was one} Only then is it used again. */
  boolean isIdle() {
    return idle;
  }

  /** Whoever asked cannot make sense of the answer: no other is expected of this session. */
  void spoil() {
    idle = false;
  }

  /** {@return whether clamd closed it, or said something unasked} */
  boolean isStale() {
    return Poll.await(socket, Poll.IN | Poll.RDHUP, 0) != 0;
  }

  /**
   * {@return 0 or more, or -errno} Sends a command.
   *
   * @param command from {@link #command}, followed by one byte if there are descriptors
   * @param descriptors clamd gets its own
   */
  int send(byte[] command, int... descriptors) {
    idle = false;
    number++;
    return transmit(command, descriptors);
  }

  /** A command is smaller than any buffer of a socket: it goes as a whole or not at all. */
  private int transmit(byte[] command, int... descriptors) {
    long end = System.nanoTime() + silenceNanos;
    int sent = DescriptorPassing.send(socket, command, descriptors);
    while (sent == -Errno.EAGAIN || sent == -Errno.EINTR) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return -Errno.ETIMEDOUT;
      }
      int ignored = Poll.await(socket, Poll.OUT, millis(left));
      sent = DescriptorPassing.send(socket, command, descriptors);
    }
    return sent < 0 || sent == command.length ? sent : -Errno.EMSGSIZE;
  }

  /**
   * {@return the answer to the last command without its number, or null if none came in time}
   *
   * @param waitNanos how long to wait
   */
  @Nullable String answer(long waitNanos) throws EngineUnavailableException {
    long end = System.nanoTime() + waitNanos;
    do {
      int ready = Poll.await(socket, Poll.IN, millis(end - System.nanoTime()));
      String line = ready > 0 ? input.line() : null;
      if (line != null) {
        return withoutNumber(line);
      }
    } while (end - System.nanoTime() > 0);
    return null;
  }

  private String withoutNumber(String line) throws EngineUnavailableException {
    String prefix = Integer.toUnsignedString(number) + ": ";
    if (!line.startsWith(prefix)) {
      throw nonsense("\"" + line + "\" where the answer to number " + prefix + "must be");
    }
    idle = true;
    return line.substring(prefix.length());
  }

  static EngineUnavailableException nonsense(String what) {
    return new EngineUnavailableException("clamd said " + what, NtStatus.UNSUCCESSFUL);
  }

  /** Rounded up: who waits for the rest of a millisecond must not look again and again. */
  private static int millis(long nanos) {
    long up = TimeUnit.NANOSECONDS.toMillis(Math.max(nanos, 0) + 999_999);
    return (int) Math.min(up, Integer.MAX_VALUE);
  }

  @Override
  public void close() {
    int ignored = Fds.close(socket);
  }
}
