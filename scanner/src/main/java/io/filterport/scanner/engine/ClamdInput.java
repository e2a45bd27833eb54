package io.filterport.scanner.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.filterport.NtStatus;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Takes clamd's answers from a socket: printable ASCII, ended by a zero byte. For one thread. */
final class ClamdInput {
  /** The longest answer, with its zero byte; the names of signatures are much shorter. */
  static final int MAX_LINE = 1024;

  private final int socket;
  private final MemorySegment buffer = Arena.ofAuto().allocate(MAX_LINE);
  private int filled;

  ClamdInput(int socket) {
    this.socket = socket;
  }

  /** {@return the answer if all of it is there; null if more must come} Does not wait. */
  @Nullable String line() throws EngineUnavailableException {
    int before = filled;
    filled += receive();
    for (int i = before; i < filled; i++) {
      byte b = buffer.get(ValueLayout.JAVA_BYTE, i);
      if (b == 0) {
        return take(i);
      }
      if (!Shape.isPrintable((char) (b & 0xff))) {
        throw ClamdSession.nonsense("a byte that is not printable ASCII: " + b);
      }
    }
    if (filled == MAX_LINE) {
      throw ClamdSession.nonsense("more than " + MAX_LINE + " bytes without an end");
    }
    return null;
  }

  private int receive() throws EngineUnavailableException {
    long read = Fds.read(socket, buffer.asSlice(filled));
    if (read == 0) {
      throw gone("closed the connection before it had answered");
    }
    if (read == -Errno.EAGAIN || read == -Errno.EINTR) {
      return 0;
    }
    if (read < 0) {
      throw gone("broke off: " + Errno.message((int) read));
    }
    return (int) read;
  }

  private static EngineUnavailableException gone(String how) {
    return new EngineUnavailableException("clamd " + how, NtStatus.UNSUCCESSFUL);
  }

  /** One command is outstanding, so nothing may follow its answer. */
  private String take(int end) throws EngineUnavailableException {
    if (end + 1 < filled) {
      throw ClamdSession.nonsense("more than was asked");
    }
    filled = 0;
    return new String(buffer.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE), US_ASCII);
  }
}
