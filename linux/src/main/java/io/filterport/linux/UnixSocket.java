package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * AF_UNIX sockets with path names. Every descriptor made here is close-on-exec and does not block.
 */
public final class UnixSocket {
  public static final int STREAM = 1;
  public static final int DATAGRAM = 2;
  public static final int SEQPACKET = 5;

  public static final int SHUT_RD = 0;
  public static final int SHUT_WR = 1;
  public static final int SHUT_RDWR = 2;

  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int OPTIONS = SOCK_CLOEXEC | SOCK_NONBLOCK;
  private static final int MSG_TRUNC = 0x20;
  static final int MSG_NOSIGNAL = 0x4000;

  private static final FunctionDescriptor NAME =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final FunctionDescriptor TRANSFER =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

  private static final MethodHandle SOCKET = Native.function("socket", Native.ints(3));
  private static final MethodHandle SOCKETPAIR =
      Native.function(
          "socketpair", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle BIND = Native.function("bind", NAME);
  private static final MethodHandle CONNECT = Native.function("connect", NAME);
  private static final MethodHandle LISTEN = Native.function("listen", Native.ints(2));
  private static final MethodHandle ACCEPT4 =
      Native.function(
          "accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle SEND = Native.function("send", TRANSFER);
  private static final MethodHandle RECV = Native.function("recv", TRANSFER);
  private static final MethodHandle SHUTDOWN = Native.function("shutdown", Native.ints(2));

  private UnixSocket() {}

  /**
   * {@return a new socket, or -errno}
   *
   * @param type {@link #SEQPACKET}, {@link #STREAM} or {@link #DATAGRAM}
   */
  public static int create(int type) {
    return Native.callInt(
        s -> (int) SOCKET.invokeExact(s, SocketAddress.AF_UNIX, type | OPTIONS, 0));
  }

  /**
   * Makes two sockets that are connected to each other.
   *
   * @param type {@link #SEQPACKET} or {@link #STREAM}
   * @param sockets gets the two
   * @return 0 or -errno
   */
  public static int pair(int type, int[] sockets) {
    MemorySegment two = Native.scratch();
    int result =
        Native.callInt(
            s -> (int) SOCKETPAIR.invokeExact(s, SocketAddress.AF_UNIX, type | OPTIONS, 0, two));
    if (result == 0) {
      MemorySegment.copy(two, JAVA_INT, 0, sockets, 0, 2);
    }
    return result;
  }

  /**
   * Creates the socket file.
   *
   * @param socket from {@link #create}
   * @param path 1…107 bytes in UTF-8
   * @return 0; -ENAMETOOLONG if the path is longer; -EADDRINUSE if the file exists; -errno
   */
  public static int bind(int socket, String path) {
    return named(BIND, socket, path);
  }

  /**
   * Connects to a listening socket.
   *
   * @param socket from {@link #create}
   * @param path 1…107 bytes in UTF-8
   * @return 0; -ENAMETOOLONG if the path is longer; -ECONNREFUSED if nobody listens; -EAGAIN if the
   *     backlog is full; -errno
   */
  public static int connect(int socket, String path) {
    return named(CONNECT, socket, path);
  }

  private static int named(MethodHandle function, int socket, String path) {
    byte[] bytes = SocketAddress.bytes(path);
    int check = SocketAddress.check(bytes);
    if (check < 0) {
      return check;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = SocketAddress.of(arena, bytes);
      int size = (int) address.byteSize();
      return Native.callInt(s -> (int) function.invokeExact(s, socket, address, size));
    }
  }

  /**
   * {@return 0 or -errno}
   *
   * @param socket a bound socket
   * @param backlog how many connections may wait to be accepted
   */
  public static int listen(int socket, int backlog) {
    return Native.callInt(s -> (int) LISTEN.invokeExact(s, socket, backlog));
  }

  /**
   * {@return the socket of a new connection, -EAGAIN if none waits, or -errno}
   *
   * @param socket a listening socket
   */
  public static int accept(int socket) {
    return Native.callInt(
        s -> (int) ACCEPT4.invokeExact(s, socket, MemorySegment.NULL, MemorySegment.NULL, OPTIONS));
  }

  /**
   * {@return the bytes sent, or -errno} No SIGPIPE: a peer that is gone is -EPIPE.
   *
   * @param socket a connected socket
   * @param data one message, or bytes of a stream
   */
  public static int send(int socket, MemorySegment data) {
    return (int)
        Native.callLong(
            s -> (long) SEND.invokeExact(s, socket, data, data.byteSize(), MSG_NOSIGNAL));
  }

  /**
   * {@return the length of the received message, 0 at the end, or -errno} With {@link #SEQPACKET}
   * it may be more than the buffer holds: then the rest is lost. Descriptors that came with the
   * message are closed.
   *
   * @param socket a connected socket
   * @param buffer filled from its start
   */
  public static int receive(int socket, MemorySegment buffer) {
    return (int)
        Native.callLong(
            s -> (long) RECV.invokeExact(s, socket, buffer, buffer.byteSize(), MSG_TRUNC));
  }

  /**
   * {@return 0 or -errno}
   *
   * @param socket a connected socket
   * @param how {@link #SHUT_RD}, {@link #SHUT_WR} or {@link #SHUT_RDWR}
   */
  public static int shutdown(int socket, int how) {
    return Native.callInt(s -> (int) SHUTDOWN.invokeExact(s, socket, how));
  }
}
