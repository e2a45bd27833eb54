package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** Messages that carry file descriptors to another process (SCM_RIGHTS). */
public final class DescriptorPassing {
  /** How many descriptors one message can carry here. */
  public static final int MAX = 16;

  private static final int SOL_SOCKET = 1;
  private static final int SO_PASSRIGHTS = 83;
  private static final int MSG_PEEK = 2;
  private static final int MSG_CTRUNC = 8;
  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;

  private static final FunctionDescriptor MESSAGE =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SENDMSG = Native.function("sendmsg", MESSAGE);
  private static final MethodHandle RECVMSG = Native.function("recvmsg", MESSAGE);
  private static final MethodHandle SETSOCKOPT =
      Native.function(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  private DescriptorPassing() {}

  /**
   * {@return the bytes sent, or -errno} The kernel takes its own reference to each open file; the
   * caller keeps its descriptors. No SIGPIPE: a peer that is gone is -EPIPE.
   *
   * @param socket a connected socket
   * @param data one message; of at least 1 byte, but on a datagram socket
   * @param descriptors at most {@link #MAX}, else -EINVAL
   */
  public static int send(int socket, MemorySegment data, int... descriptors) {
    if (descriptors.length > MAX) {
      return -Errno.EINVAL;
    }
    try (Arena arena = Arena.ofConfined()) {
      MessageHead head = new MessageHead(arena, data, descriptors.length);
      head.put(descriptors);
      return transfer(SENDMSG, socket, head, UnixSocket.MSG_NOSIGNAL);
    }
  }

  /**
   * {@return the bytes sent, or -errno} As {@link #send(int, MemorySegment, int...)}, from the
   * heap.
   *
   * @param socket a connected socket
   * @param data one message; of at least 1 byte, but on a datagram socket
   * @param descriptors at most {@link #MAX}, else -EINVAL
   */
  public static int send(int socket, byte[] data, int... descriptors) {
    try (Arena arena = Arena.ofConfined()) {
      return send(socket, arena.allocateFrom(JAVA_BYTE, data), descriptors);
    }
  }

  /**
   * {@return a message and the descriptors that came with it}
   *
   * @param socket a connected socket
   * @param buffer filled from its start
   */
  public static Received receive(int socket, MemorySegment buffer) {
    try (Arena arena = Arena.ofConfined()) {
      MessageHead head = new MessageHead(arena, buffer, MAX);
      int result = transfer(RECVMSG, socket, head, MSG_CMSG_CLOEXEC);
      if (result < 0) {
        return new Received(result, false, false, List.of());
      }
      return new Received(
          result, head.hasFlag(MSG_TRUNC), head.hasFlag(MSG_CTRUNC), head.descriptors());
    }
  }

  /**
   * {@return 1 if descriptors came with the next message, 0 if none did or the stream has ended, or
   * -errno} Nothing is taken: the message and its descriptors stay where they are.
   *
   * @param socket a connected socket
   */
  public static int attached(int socket) {
    try (Arena arena = Arena.ofConfined()) {
      MessageHead head = new MessageHead(arena, arena.allocate(1), 0);
      int result = transfer(RECVMSG, socket, head, MSG_PEEK);
      return result < 0 ? result : head.hasFlag(MSG_CTRUNC) ? 1 : 0;
    }
  }

  /**
   * Says whether messages to a socket may bring descriptors, as they may at first. Who sends one
   * that may not gets -EPERM. Connections to a listening socket begin as it is.
   *
   * @param socket the one that receives
   * @param on whether they may
   * @return 0; -ENOPROTOOPT before Linux 6.16; -errno
   */
  public static int allow(int socket, boolean on) {
    MemorySegment value = Native.scratch();
    value.set(JAVA_INT, 0, on ? 1 : 0);
    return Native.callInt(
        s ->
            (int)
                SETSOCKOPT.invokeExact(s, socket, SOL_SOCKET, SO_PASSRIGHTS, value, Integer.BYTES));
  }

  private static int transfer(MethodHandle function, int socket, MessageHead head, int flags) {
    MemorySegment segment = head.segment();
    return (int) Native.callLong(s -> (long) function.invokeExact(s, socket, segment, flags));
  }
}
