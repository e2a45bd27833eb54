package io.filterport.ipc;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.WaitPolicy;
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
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a control socket: one answer comes, then contents, then the end. All clients
 * of this process share one thread that waits for both.
 */
final class ClientConnection {
  /** The loop outlives whoever connects first, so it takes over nothing from that one's thread. */
  static final ThreadFactory OF_NOBODY =
      Thread.ofPlatform()
          .daemon()
          .name("filterport-client")
          .inheritInheritableThreadLocals(false)
          .factory();

  private final PortName name;
  private final int socket;
  private final EventLoop loop;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private final ContentArrivals contents = new ContentArrivals(ConnectionLayout.MAX_SLOTS);

  /** Of the loop's thread. */
  private long key;

  // guarded by this
  private @Nullable ServicePort port;
  private boolean over;

  /**
   * Takes over a socket.
   *
   * @param name the port that is wanted
   * @param socket connected to a manager's; owned by this object from now on
   * @param loop from {@link #sharedLoop}
   */
  ClientConnection(PortName name, int socket, EventLoop loop) {
    this.name = name;
    this.socket = socket;
    this.loop = loop;
  }

  /**
   * {@return the loop of all clients of this process, made for the first}
   *
   * @throws FilterPortException {@link NtStatus#INSUFFICIENT_RESOURCES}; the next one tries again
   */
  static EventLoop sharedLoop() {
    return Shared.loop();
  }

  /** What the host answered, and the descriptors that came with it. */
  private record Answer(HostAnswer message, List<Integer> descriptors) {
    void close() {
      descriptors.forEach(Fds::close);
    }
  }

  private static final class Shared {
    /** Guarded by the class. */
    private static @Nullable EventLoop loop;

    static synchronized EventLoop loop() {
      if (loop == null) {
        EventLoop made = new EventLoop(OF_NOBODY);
        made.start();
        loop = made;
      }
      return loop;
    }
  }

  /** {@return the connection} Blocks while the host decides. */
  ServicePort open(byte[] connect, WaitPolicy waitPolicy) {
    try {
      send(connect);
      loop.execute(this::watch);
      return accept(answer.join(), waitPolicy);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void send(byte[] connect) {
    int result = DescriptorPassing.send(socket, connect);
    if (result < 0 && result != -Errno.EPIPE && result != -Errno.ECONNRESET) {
      throw new FilterPortException(
          "connecting to " + name + ": sending the connect: " + Errno.name(-result),
          NtStatus.INSUFFICIENT_RESOURCES,
          "Try a smaller context, or raise net.core.wmem_default: it must fit into the socket.");
    }
  }

  private ServicePort accept(Answer told, WaitPolicy waitPolicy) {
    try {
      return switch (told.message()) {
        case HostAnswer.Refused refused ->
            throw new FilterPortException(
                "connecting to " + name, refused.status(), refused.advice());
        case HostAnswer.Accepted accepted -> accept(accepted, told.descriptors(), waitPolicy);
      };
    } finally {
      told.close();
    }
  }

  private ServicePort accept(
      HostAnswer.Accepted accepted, List<Integer> descriptors, WaitPolicy waitPolicy) {
    if (descriptors.size() != HostAnswer.DESCRIPTORS) {
      throw new FilterPortException(
          "connecting to " + name + ": " + descriptors.size() + " descriptors arrived, not 2",
          NtStatus.INSUFFICIENT_RESOURCES,
          "Close descriptors of this process, or raise its limit (ulimit -n).");
    }
    SlotMemory memory = SlotMemory.map(descriptors.get(0), descriptors.get(1));
    ServicePort made;
    try {
      made = port(memory, accepted.oneWay(), waitPolicy);
    } catch (RuntimeException | Error e) {
      memory.close();
      throw e;
    }
    publish(made);
    return made;
  }

  private ServicePort port(SlotMemory memory, boolean oneWay, WaitPolicy waitPolicy) {
    Halves halves =
        Halves.mapped(
            false,
            memory.memory(),
            FutexSleep.INSTANCE,
            waitPolicy,
            this::breach,
            "filterport" + name.value());
    return new ServicePort(name, halves, oneWay, contents, () -> closePort(halves, memory));
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
    key = loop.watch(socket, events -> ready());
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
        message(bytes, received);
      }
    }
  }

  private void message(byte[] bytes, Received received) {
    try {
      if (answer.isDone()) {
        content(ContentMessage.decode(bytes), received);
      } else {
        answer.complete(new Answer(HostAnswer.decode(bytes), received.descriptors()));
      }
    } catch (MalformedMessage e) {
      received.descriptors().forEach(Fds::close);
      end("the manager's message is not understood: " + e.getMessage());
    }
  }

  /** A process that may open no more descriptors loses the content and nothing else. */
  private void content(ContentMessage message, Received received) {
    List<Integer> descriptors = received.descriptors();
    if (descriptors.size() > 1 || (descriptors.isEmpty() && !received.controlTruncated())) {
      throw new MalformedMessage("a content with " + descriptors.size() + " descriptors");
    }
    contents.put(
        message.slot(),
        message.generation(),
        descriptors.isEmpty() ? null : new DescriptorContent(descriptors.get(0), message.size()));
  }

  /** The manager is gone. The socket stays ours until the port is closed. */
  private void end(String reason) {
    loop.ignore(key, socket);
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
    loop.execute(
        () -> {
          loop.ignore(key, socket);
          Fds.close(socket);
          forgotten.complete(true);
        });
    boolean ignored = forgotten.join();
  }
}
