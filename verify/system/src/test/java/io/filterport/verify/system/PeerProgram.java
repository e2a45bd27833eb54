package io.filterport.verify.system;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * A service that calls and is called in every way that there is. Arguments: socket, port. Answers
 * each line of its parent when what it names is done.
 */
final class PeerProgram {
  static final int THREADS = 64;
  static final int ROUNDS = 50;
  static final int MEGABYTE = 1 << 20;

  private final FilterPort port;

  private PeerProgram(FilterPort port) {
    this.port = port;
  }

  public static void main(String[] arguments) throws Exception {
    Program.limitTime();
    try (FilterPort port = FilterPort.connect(PortSpace.at(Path.of(arguments[0])), arguments[1])) {
      PeerProgram program = new PeerProgram(port);
      Program.say("connected");
      for (String line = Program.hear(); line != null; line = Program.hear()) {
        Program.say(program.run(line));
      }
    }
  }

  private String run(String line) throws Exception {
    String[] words = line.split(" ", -1);
    return switch (words[0]) {
      case "send" -> send(Integer.parseInt(words[1]));
      case "senders" -> together(executor(words[1]), this::sendOften);
      case "getters" -> together(executor(words[1]), () -> answer(ROUNDS, 4096));
      case "get" -> answer(1, MEGABYTE);
      case "complete" -> complete(Integer.parseInt(words[1]));
      case "interrupted" -> interruptedGets();
      default -> "what is " + line + "?";
    };
  }

  private static ExecutorService executor(String kind) {
    return kind.equals("virtual")
        ? Executors.newVirtualThreadPerTaskExecutor()
        : Executors.newFixedThreadPool(THREADS);
  }

  /** {@return ok if every one of many threads says so} */
  private static String together(ExecutorService executor, Callable<String> task) throws Exception {
    try (executor) {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(executor.submit(task));
      }
      for (Future<String> one : all) {
        if (!one.get().equals("ok")) {
          return one.get();
        }
      }
      return "ok";
    }
  }

  private String sendOften() {
    for (int i = 0; i < ROUNDS; i++) {
      String sent = send(1 + i * 37);
      if (!sent.equals("ok")) {
        return sent;
      }
    }
    return "ok";
  }

  private String send(int bytes) {
    MemorySegment message = Patterns.of(bytes);
    MemorySegment answer = Buffers.allocate(bytes);
    int length = port.send(message, answer);
    return length == bytes && message.mismatch(answer) == -1 ? "ok" : "answered " + length;
  }

  private String answer(int messages, int capacity) {
    MemorySegment buffer = Buffers.allocate(MessageHeader.SIZE + capacity);
    for (int i = 0; i < messages; i++) {
      answer(buffer, port.getMessage(buffer));
    }
    return "ok";
  }

  /** Answers with the message itself. */
  private void answer(MemorySegment message, int bytes) {
    long id = MessageHeader.read(message).messageId();
    new ReplyHeader(NtStatus.SUCCESS, id).write(message);
    port.reply(message.asSlice(0, bytes));
  }

  /** Several workers and more gets than workers. */
  private String complete(int messages) throws Exception {
    Map<Overlapped, MemorySegment> buffers = new ConcurrentHashMap<>();
    try (CompletionPort packets = CompletionPort.create();
        ExecutorService workers = Executors.newFixedThreadPool(4)) {
      packets.associate(port, 42);
      for (int i = 0; i < 8; i++) {
        buffers.put(Overlapped.create(), Buffers.allocate(MessageHeader.SIZE + 4096));
      }
      buffers.forEach((overlapped, buffer) -> port.getMessage(buffer, overlapped));
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(workers.submit(() -> work(packets, buffers, messages / 4)));
      }
      for (Future<?> one : all) {
        one.get();
      }
      boolean cancelled = port.cancelAll();
      return cancelled ? "ok" : "nothing to cancel";
    }
  }

  private void work(CompletionPort packets, Map<Overlapped, MemorySegment> buffers, int messages) {
    for (int i = 0; i < messages; i++) {
      Completion packet = packets.get(Timeout.infinite());
      if (packet == null || packet.key() != 42 || !packet.status().equals(NtStatus.SUCCESS)) {
        throw new IllegalStateException("unexpected " + packet);
      }
      Overlapped overlapped = Objects.requireNonNull(packet.overlapped());
      MemorySegment buffer = Objects.requireNonNull(buffers.get(overlapped));
      answer(buffer, (int) packet.bytes());
      port.getMessage(buffer, overlapped);
    }
  }

  /** A platform thread that sleeps in the kernel and a virtual one that is parked. */
  private String interruptedGets() throws InterruptedException {
    return interruptedGet(Thread.ofPlatform()) + ", " + interruptedGet(Thread.ofVirtual());
  }

  private String interruptedGet(Thread.Builder kind) throws InterruptedException {
    String[] end = new String[1];
    Thread thread =
        kind.start(
            () -> {
              try {
                end[0] = "got " + port.getMessage(Buffers.allocate(64));
              } catch (FilterPortException e) {
                end[0] = e.status().name() + " " + Thread.currentThread().isInterrupted();
              }
            });
    Wait.until("the get waits", () -> isWaiting(thread));
    thread.interrupt();
    thread.join();
    return end[0];
  }

  private static boolean isWaiting(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame -> List.of("await", "park").contains(frame.getMethodName()));
  }
}
