package io.filterport.verify.bench.embedded;

import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult;
import io.filterport.filter.ServerPort;
import io.filterport.service.FilterPort;
import io.filterport.verify.bench.process.TimeLimit;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Round trips between two threads of one JVM: 64 bytes, which the other side gives back. */
public class RoundTrips {
  private static final int SIZE = 64;
  private static final String PORT = "\\BenchPort";
  private static final Timeout PATIENCE = Timeout.ofMillis(30_000);

  private static MemorySegment memory(int bytes) {
    return MemorySegment.ofArray(new byte[bytes]);
  }

  private static void start(Runnable other) {
    Thread.ofPlatform().daemon().name("other-side").start(other);
  }

  /** A filter and a service, connected. */
  @State(Scope.Benchmark)
  public static class Ports {
    private final MemorySegment question = memory(SIZE);
    private final MemorySegment answer = memory(SIZE);
    private final PortSpace space = PortSpace.embedded();
    private final CompletableFuture<ClientPort> client = new CompletableFuture<>();
    private final FilterPort port;

    /** Connects. */
    public Ports() {
      PortCallbacks callbacks =
          PortCallbacks.of(
                  request -> {
                    client.complete(request.clientPort());
                    return NtStatus.SUCCESS;
                  },
                  cookie -> {})
              .onMessage((cookie, call) -> call.answer(call.input()))
              .withBuffersInPlace();
      ServerPort ignored =
          FilterManager.in(space)
              .register(FilterRegistration.named("bench"))
              .createCommunicationPort(PortAttributes.named(PORT), callbacks, 1);
      port = FilterPort.connect(space, PORT);
    }

    /** Starts the service. */
    @Setup
    public void start() {
      TimeLimit.start();
      RoundTrips.start(this::getAndReply);
    }

    private void getAndReply() {
      MemorySegment buffer = memory(MessageHeader.SIZE + SIZE);
      try {
        while (port.getMessage(buffer) == buffer.byteSize()) {
          long messageId = MessageHeader.read(buffer).messageId();
          new ReplyHeader(NtStatus.SUCCESS, messageId).write(buffer);
          port.reply(buffer);
        }
      } catch (FilterPortException e) {
        // closed: the benchmark is over
      }
    }

    /** Disconnects. */
    @TearDown
    public void close() {
      port.close();
    }
  }

  /** One queue there, one back. */
  @State(Scope.Benchmark)
  public static class Queues {
    private final byte[] question = new byte[SIZE];
    private final byte[] answer = new byte[SIZE];
    private final SynchronousQueue<byte[]> questions = new SynchronousQueue<>();
    private final SynchronousQueue<byte[]> answers = new SynchronousQueue<>();

    /** Starts the other side. */
    @Setup
    public void start() {
      TimeLimit.start();
      RoundTrips.start(this::takeAndPut);
    }

    private void takeAndPut() {
      try {
        while (true) {
          answers.put(questions.take().clone());
        }
      } catch (InterruptedException e) {
        // nobody does that
      }
    }
  }

  /** {@return the bytes of the answer} FilterSendMessage and its callback. */
  @Benchmark
  public int send(Ports ports) {
    return ports.port.send(ports.question, ports.answer);
  }

  /** {@return how the send ended} FltSendMessage, FilterGetMessage and FilterReplyMessage. */
  @Benchmark
  public SendResult message(Ports ports) {
    return ports.client.join().send(ports.question, ports.answer, PATIENCE);
  }

  /** {@return the answer} The same copies as through a port. */
  @Benchmark
  public byte[] queues(Queues queues) throws InterruptedException {
    queues.questions.put(queues.question.clone());
    System.arraycopy(queues.answers.take(), 0, queues.answer, 0, SIZE);
    return queues.answer;
  }
}
