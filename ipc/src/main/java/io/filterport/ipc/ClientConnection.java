package io.filterport.ipc;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.engine.ContentArrivals;
import io.filterport.engine.ServicePort;
import io.filterport.engine.slots.ConnectionLayout;
import io.filterport.engine.slots.Halves;
import io.filterport.linux.DescriptorContent;
import io.filterport.linux.DescriptorPassing;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.Received;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a control socket: one answer comes, then contents, then the end. All clients
 * of this process share one thread that waits for both.
 */
final class ClientConnection {
  private final PortName name;
  private final int socket;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private final ContentArrivals contents = new ContentArrivals(ConnectionLayout.MAX_SLOTS);

  /** Of the loop's thread. */
  private long key;

  // guarded by this
  private @Nullable ServicePort port;
  private boolean over;

  ClientConnection(PortName name, int socket) {
    this.name = name;
    this.socket = socket;
  }

  /** What the host answered, and the descriptors that came with it. */
  private record Answer(HostAnswer message, List<Integer> descriptors) {
    void close() {
      descriptors.forEach(Fds::close);
    }
  }

  /** All clients' thread, made with the first connection. */
  private static final class Shared {
    static final EventLoop LOOP = started();

    private static EventLoop started() {
      EventLoop loop = new EventLoop("filterport-client");
      loop.start();
      return loop;
    }
  }

  /** {@return the connection} Blocks while the host decides. */
  ServicePort open(ConnectMessage connect) {
    send(connect);
    Shared.LOOP.execute(this::watch);
    Answer told = answer.join();
    try {
      return switch (told.message()) {
        case HostAnswer.Refused refused ->
            throw new FilterPortException(
                "connecting to " + name, refused.status(), refused.advice());
        case HostAnswer.Accepted accepted -> accept(accepted, told.descriptors());
      };
    } catch (RuntimeException e) {
      close();
      throw e;
    } finally {
      told.close();
    }
  }

  private void send(ConnectMessage connect) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = connect.encode();
      MemorySegment message = arena.allocate(bytes.length);
      MemorySegment.copy(MemorySegment.ofArray(bytes), 0, message, 0, bytes.length);
      int result = DescriptorPassing.send(socket, message);
      if (result < 0 && result != -Errno.EPIPE && result != -Errno.ECONNRESET) {
        Fds.close(socket);
        throw new FilterPortException(
            "connecting to " + name + ": " + Errno.name(-result),
            NtStatus.INSUFFICIENT_RESOURCES,
            "");
      }
    }
  }

  private ServicePort accept(HostAnswer.Accepted accepted, List<Integer> descriptors) {
    if (descriptors.size() != HostAnswer.DESCRIPTORS) {
      throw new FilterPortException(
          "connecting to " + name + ": the manager sent " + descriptors.size() + " descriptors",
          NtStatus.INVALID_PARAMETER,
          "Is it a Filterport manager of this version that listens there?");
    }
    SlotMemory memory = SlotMemory.map(descriptors.get(0), descriptors.get(1));
    Halves halves =
        Halves.mapped(
            false, memory.memory(), FutexSleep.INSTANCE, this::breach, "filterport" + name.value());
    ServicePort made =
        new ServicePort(name, halves, accepted.oneWay(), contents, () -> closePort(halves, memory));
    publish(made);
    return made;
  }

  private void publish(ServicePort made) {
    boolean lost;
    synchronized (this) {
      port = made;
      lost = over;
    }
    if (lost) {
      made.peerGone();
    }
  }

  private void breach(String reason) {
    ServicePort told = port();
    if (told != null) {
      told.breach(reason);
    }
  }

  private synchronized @Nullable ServicePort port() {
    return port;
  }

  private void closePort(Halves halves, SlotMemory memory) {
    close();
    halves.release(memory::close);
  }

  // ---- on the loop's thread

  private void watch() {
    key = Shared.LOOP.watch(socket, events -> ready());
    if (key < 0) {
      end(Errno.name((int) -key));
    }
  }

  private void ready() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(ControlMessage.MAX_BYTES + 1L);
      Received received = DescriptorPassing.receive(socket, buffer);
      if (received.result() == -Errno.EAGAIN) {
        return;
      }
      if (received.result() <= 0 || received.truncated()) {
        received.descriptors().forEach(Fds::close);
        end("the manager ended the connection");
      } else {
        byte[] bytes = buffer.asSlice(0, received.result()).toArray(ValueLayout.JAVA_BYTE);
        message(bytes, received.descriptors());
      }
    }
  }

  private void message(byte[] bytes, List<Integer> descriptors) {
    try {
      if (answer.isDone()) {
        content(ContentMessage.decode(bytes), descriptors);
      } else {
        answer.complete(new Answer(HostAnswer.decode(bytes), descriptors));
      }
    } catch (MalformedMessage e) {
      descriptors.forEach(Fds::close);
      end("the manager's message is not understood: " + e.getMessage());
    }
  }

  private void content(ContentMessage message, List<Integer> descriptors) {
    if (descriptors.size() != 1) {
      throw new MalformedMessage("a content with " + descriptors.size() + " descriptors");
    }
    contents.put(
        message.slot(),
        message.generation(),
        new DescriptorContent(descriptors.get(0), message.size()));
  }

  /** The manager is gone. The socket stays ours until the port is closed. */
  private void end(String reason) {
    Shared.LOOP.ignore(key, socket);
    answer.complete(
        new Answer(
            new HostAnswer.Refused(
                NtStatus.PORT_DISCONNECTED, "While connecting, " + reason + ". Try again."),
            List.of()));
    ServicePort lost;
    synchronized (this) {
      over = true;
      lost = port;
    }
    if (lost != null) {
      lost.peerGone();
    }
  }

  /** The manager sees the end of the connection at once; the loop forgets the socket first. */
  private void close() {
    CompletableFuture<Boolean> forgotten = new CompletableFuture<>();
    Shared.LOOP.execute(
        () -> {
          Shared.LOOP.ignore(key, socket);
          Fds.close(socket);
          forgotten.complete(true);
        });
    boolean ignored = forgotten.join();
  }
}
