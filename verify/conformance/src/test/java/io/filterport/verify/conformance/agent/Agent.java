package io.filterport.verify.conformance.agent;

import io.filterport.Content;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.linux.Identity;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.service.PortAccess;
import io.filterport.verify.conformance.world.Blocked;
import io.filterport.verify.conformance.world.ServiceWork;
import io.filterport.verify.conformance.world.Threads;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** The service side in the agent's process. Each call has a thread of its own. */
final class Agent implements ServiceCalls {
  private final Map<Integer, FilterPort> ports = new ConcurrentHashMap<>();
  private final Map<Integer, Get> gets = new ConcurrentHashMap<>();
  private final Map<Integer, CompletionPort> queues = new ConcurrentHashMap<>();
  private final Map<Integer, Content> contents = new ConcurrentHashMap<>();
  private final Map<Integer, HeldCompletion> completions = new ConcurrentHashMap<>();
  private final Map<Long, Thread> running = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  /** An OVERLAPPED and the buffer of its latest get. */
  private static final class Get {
    final int number;
    final Overlapped overlapped;
    volatile Bytes buffer;

    Get(int number, Overlapped overlapped) {
      this.number = number;
      this.overlapped = overlapped;
    }
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public Answer become(Call call, long uid) {
    return run(
        call,
        () -> {
          require("groups", Identity.setGroups(uid - 1));
          require("group", Identity.setGid(uid, uid, uid));
          require("user", Identity.setUid(uid, uid, uid));
          return uid;
        });
  }

  private static void require(String what, int result) {
    if (result < 0) {
      throw new IllegalStateException("changing the " + what + ": " + result);
    }
  }

  @Override
  public Answer connect(Call call, String socket, String name, Options options) {
    PortSpace space = PortSpace.at(Path.of(socket));
    return run(
        call, () -> keep(ports, FilterPort.connect(space, name, options.toConnectOptions())));
  }

  private <T> Long keep(Map<Integer, T> all, T one) {
    int number = numbers.incrementAndGet();
    all.put(number, one);
    return (long) number;
  }

  @Override
  public Answer send(Call call, int port, Bytes input, Bytes output, boolean sameMemory) {
    MemorySegment in = Bytes.open(input);
    MemorySegment out = sameMemory ? in : Bytes.open(output);
    Bytes result = sameMemory ? input : output;
    return run(call, result, () -> (long) ports.get(port).send(in, out));
  }

  @Override
  public Answer getMessage(Call call, int port, Bytes buffer) {
    MemorySegment target = Bytes.open(buffer);
    return run(call, buffer, () -> (long) ports.get(port).getMessage(target));
  }

  @Override
  public Answer getMessage(Call call, int port, Bytes buffer, int overlapped) {
    return run(
        call,
        () -> {
          post(ports.get(port), gets.get(overlapped), buffer);
          return 0L;
        });
  }

  /** Whoever takes its packet at once finds the buffer already. */
  private static void post(FilterPort port, Get get, Bytes buffer) {
    Bytes before = get.buffer;
    get.buffer = buffer;
    try {
      port.getMessage(Bytes.open(buffer), get.overlapped);
    } catch (RuntimeException e) {
      get.buffer = before;
      throw e;
    }
  }

  @Override
  public Answer reply(Call call, int port, Bytes reply) {
    return run(
        call,
        () -> {
          ports.get(port).reply(Bytes.open(reply));
          return 0L;
        });
  }

  @Override
  public Answer cancel(Call call, int port, int overlapped) {
    return run(call, () -> flag(ports.get(port).cancel(gets.get(overlapped).overlapped)));
  }

  @Override
  public Answer cancelAll(Call call, int port) {
    return run(call, () -> flag(ports.get(port).cancelAll()));
  }

  @Override
  public Answer maxMessageBytes(Call call, int port) {
    return run(call, () -> (long) ports.get(port).maxMessageBytes());
  }

  @Override
  public Answer isConnected(Call call, int port) {
    return run(call, () -> flag(ports.get(port).isConnected()));
  }

  @Override
  public Answer duplicate(Call call, int port, PortAccess access) {
    return run(call, () -> keep(ports, ports.get(port).duplicate(access)));
  }

  @Override
  public Answer duplicate(Call call, int port) {
    return run(call, () -> keep(ports, ports.get(port).duplicate()));
  }

  @Override
  public Answer close(Call call, int port) {
    return run(
        call,
        () -> {
          ports.get(port).close();
          return 0L;
        });
  }

  @Override
  public Answer work(Call call, int port, ServiceWork work) {
    return run(call, () -> work.on(ports.get(port)));
  }

  private static long flag(boolean value) {
    return value ? 1 : 0;
  }

  // ---- contents

  @Override
  public Answer content(Call call, int port, long messageId) {
    return run(call, () -> keep(contents, ports.get(port).content(messageId)));
  }

  @Override
  public Answer contentSize(Call call, int content) {
    return run(call, () -> contents.get(content).size());
  }

  @Override
  public Answer contentRead(Call call, int content, long position, Bytes buffer) {
    MemorySegment target = Bytes.open(buffer);
    return run(call, buffer, () -> (long) contents.get(content).read(position, target));
  }

  @Override
  public Answer contentClose(Call call, int content) {
    return run(
        call,
        () -> {
          contents.get(content).close();
          return 0L;
        });
  }

  // ---- overlapped

  @Override
  public Answer overlapped(Call call, boolean postsPacket) {
    return run(
        call,
        () -> {
          int number = numbers.incrementAndGet();
          Overlapped made = postsPacket ? Overlapped.create() : Overlapped.withoutPacket();
          gets.put(number, new Get(number, made));
          return (long) number;
        });
  }

  @Override
  public Answer isComplete(Call call, int overlapped) {
    Get get = gets.get(overlapped);
    return run(call, get, () -> flag(get.overlapped.isComplete()));
  }

  @Override
  public Answer await(Call call, int overlapped, Wait wait) {
    Get get = gets.get(overlapped);
    return run(call, get, () -> flag(get.overlapped.await(wait.toTimeout())));
  }

  @Override
  public Answer status(Call call, int overlapped) {
    Get get = gets.get(overlapped);
    return run(call, get, () -> (long) get.overlapped.status().value());
  }

  @Override
  public Answer result(Call call, int overlapped) {
    Get get = gets.get(overlapped);
    return run(call, get, () -> (long) get.overlapped.result());
  }

  @Override
  public Answer future(Call call, int overlapped) {
    Get get = gets.get(overlapped);
    return run(call, get, () -> (long) result(get));
  }

  private static int result(Get get) throws Exception {
    try {
      return get.overlapped.toFuture().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public Answer holdCompletion(Call call, int overlapped) {
    return run(
        call,
        () -> {
          completions.put(overlapped, HeldCompletion.of(gets.get(overlapped).overlapped));
          return 0L;
        });
  }

  @Override
  public Answer awaitCompletion(Call call, int overlapped) {
    return run(
        call,
        () -> {
          completions.get(overlapped).awaitEntered();
          return 0L;
        });
  }

  @Override
  public Answer leaveCompletion(Call call, int overlapped) {
    return run(
        call,
        () -> {
          completions.remove(overlapped).leave();
          return 0L;
        });
  }

  // ---- completion ports

  @Override
  public Answer completionPort(Call call) {
    return run(call, () -> keep(queues, CompletionPort.create()));
  }

  @Override
  public Answer associate(Call call, int completionPort, int port, long key) {
    return run(
        call,
        () -> {
          queues.get(completionPort).associate(ports.get(port), key);
          return 0L;
        });
  }

  @Override
  public Answer packet(Call call, int completionPort, Wait wait) {
    Completion[] packet = new Completion[1];
    Answer answer =
        run(
            call,
            () -> {
              packet[0] = queues.get(completionPort).get(wait.toTimeout());
              return 0L;
            });
    return new Answer(0, null, packed(packet[0]), answer.failure(), answer.interrupted());
  }

  private Packet packed(Completion packet) {
    if (packet == null) {
      return null;
    }
    Get get = owner(packet.overlapped());
    return new Packet(
        packet.key(),
        get == null ? Packet.NONE : get.number,
        packet.status().value(),
        packet.bytes(),
        get == null ? null : get.buffer);
  }

  private Get owner(Overlapped overlapped) {
    return gets.values().stream()
        .filter(get -> get.overlapped.equals(overlapped))
        .findAny()
        .orElse(null);
  }

  @Override
  public Answer post(Call call, int completionPort, Packet packet) {
    Get get = gets.get(packet.overlapped());
    Completion completion =
        new Completion(
            packet.key(),
            get == null ? null : get.overlapped,
            new NtStatus(packet.status()),
            packet.bytes());
    return run(
        call,
        () -> {
          queues.get(completionPort).post(completion);
          return 0L;
        });
  }

  @Override
  public Answer closeCompletionPort(Call call, int completionPort) {
    return run(
        call,
        () -> {
          queues.get(completionPort).close();
          return 0L;
        });
  }

  // ---- calls

  private Answer run(Call call, Callable<Long> work) {
    return run(call, (Bytes) null, work);
  }

  private Answer run(Call call, Get get, Callable<Long> work) {
    Answer answer = run(call, work);
    return new Answer(answer.value(), get.buffer, null, answer.failure(), answer.interrupted());
  }

  private Answer run(Call call, Bytes buffer, Callable<Long> work) {
    running.put(call.number(), Thread.currentThread());
    if (call.interrupted()) {
      Thread.currentThread().interrupt();
    }
    long value = 0;
    Answer.Failure failure = null;
    try {
      value = work.call();
    } catch (Throwable e) {
      failure = Answer.Failure.of(e);
    }
    return new Answer(value, buffer, null, failure, ended(call));
  }

  /** {@return whether the thread was interrupted} Nobody interrupts it for this call any more. */
  private synchronized boolean ended(Call call) {
    running.remove(call.number());
    return Thread.interrupted();
  }

  @Override
  public List<String> threads() {
    return Threads.names();
  }

  @Override
  public long startChild() throws IOException {
    return new ProcessBuilder("sleep", "600").start().pid();
  }

  @Override
  public synchronized boolean interrupt(long number) {
    Thread thread = running.get(number);
    if (thread != null) {
      thread.interrupt();
    }
    return thread != null;
  }

  @Override
  public boolean isBlocked(long number) {
    Thread thread = running.get(number);
    return thread != null && Blocked.isBlocked(thread);
  }
}
