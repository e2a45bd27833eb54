package io.filterport.ipc;

import io.filterport.PortName;
import io.filterport.linux.DescriptorPassing;
import io.filterport.linux.Fds;
import io.filterport.linux.Mapping;
import io.filterport.linux.Poll;
import io.filterport.linux.Received;
import io.filterport.linux.UnixSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** A client's socket and memory without any of the library's client code. For one thread. */
final class RawConnection implements AutoCloseable {
  static final long STRIDE = (1L << 20) + 4096;
  private static final int PATIENCE_MILLIS = 20_000;

  private final int socket;
  private Mapping host;
  private Mapping common;

  RawConnection(String path) {
    socket = UnixSocket.create(UnixSocket.SEQPACKET);
    int result = UnixSocket.connect(socket, path);
    if (result < 0) {
      throw new IllegalStateException("connect: " + result);
    }
  }

  /** {@return a connected client of a port} */
  static RawConnection to(String path, String port) {
    RawConnection made = new RawConnection(path);
    made.send(connect(port));
    made.map(made.answer());
    return made;
  }

  static byte[] connect(String port) {
    return new ConnectMessage(new PortName(port), new byte[0]).encode();
  }

  int send(byte[] message, int... descriptors) {
    return DescriptorPassing.send(socket, message, descriptors);
  }

  /** {@return what the host says next; an empty message at the end} */
  Answer answer() {
    int ready = Poll.await(socket, Poll.IN | Poll.RDHUP, PATIENCE_MILLIS);
    if (ready <= 0) {
      throw new IllegalStateException("no answer: " + ready);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(ControlMessage.MAX_BYTES);
      Received received = DescriptorPassing.receive(socket, buffer);
      int length = Math.max(0, received.result());
      return new Answer(
          buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), received.descriptors());
    }
  }

  /** A message and its descriptors. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(byte[] bytes, List<Integer> descriptors) {
    HostAnswer decode() {
      return HostAnswer.decode(bytes);
    }

    boolean isEnd() {
      return bytes.length == 0;
    }
  }

  void map(Answer answer) {
    if (!(answer.decode() instanceof HostAnswer.Accepted)) {
      throw new IllegalStateException("not accepted: " + answer.decode());
    }
    int hostFd = answer.descriptors().get(0);
    int commonFd = answer.descriptors().get(1);
    host = Mapping.readOnly(hostFd, Fds.size(hostFd));
    common = Mapping.readWrite(commonFd, Fds.size(commonFd));
    Fds.close(hostFd);
    Fds.close(commonFd);
  }

  RawTable toService() {
    return new RawTable(common.segment(), 0);
  }

  RawTable toFilter() {
    return new RawTable(common.segment(), RawTable.TABLE_BYTES);
  }

  /** Where the client writes its replies. */
  MemorySegment reply(int slot) {
    return common.segment().asSlice(2L * RawTable.TABLE_BYTES + slot * STRIDE, STRIDE);
  }

  /** Where the client writes its messages. */
  MemorySegment message(int slot) {
    return common
        .segment()
        .asSlice(2L * RawTable.TABLE_BYTES + (RawTable.SLOTS + slot) * STRIDE, STRIDE);
  }

  /** Whether the host says anything in 2^31 - 1 ms: 1 if it is waiting for a sender. */
  boolean hungry() {
    return host.segment().get(ValueLayout.JAVA_INT, 128) != 0;
  }

  boolean starved() {
    return host.segment().get(ValueLayout.JAVA_INT, 256) != 0;
  }

  /** {@return whether the host ends the connection in so many milliseconds} */
  boolean isOver(int millis) {
    return Poll.await(socket, Poll.RDHUP, millis) > 0;
  }

  int socket() {
    return socket;
  }

  @Override
  public void close() {
    Fds.close(socket);
    if (common != null) {
      host.close();
      common.close();
    }
  }
}
