package io.filterport.verify.bench.peer;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult;
import io.filterport.service.FilterPort;
import io.filterport.service.MessageService;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * FltSendMessage: the filter asks, the service answers. All callers share one connection; the
 * service has as many threads as there are callers, at most one a processor.
 */
public final class FilterportMessage implements JvmPeer {
  private static final Timeout PATIENCE = Timeout.ofMillis(30_000);

  /** Which of the API's forms the two halves use. */
  public enum Form {
    /** Threads that get and reply, in native memory that is made once: as many gets as threads. */
    RAW("filterport-message", ""),
    /** As many overlapped gets as callers, and the threads wait on one completion port for all. */
    QUEUE("filterport-message-queue", ", completion port"),
    /** A {@link MessageService} that replies with arrays; the filter sends arrays. */
    SERVICE("filterport-message-service", ", MessageService");

    private final String peer;
    private final String words;

    Form(String peer, String words) {
      this.peer = peer;
      this.words = words;
    }
  }

  private final Form form;

  /**
   * Makes a peer.
   *
   * @param form what the service is
   */
  public FilterportMessage(Form form) {
    this.form = form;
  }

  @Override
  public String name() {
    return form.peer;
  }

  @Override
  public String title() {
    return "Filterport, host → client" + form.words;
  }

  /** The filter has the port, so it is there first, and it is the one that calls. */
  @Override
  public Half first() {
    return Half.CALLER;
  }

  // ---- the filter, which calls

  @Override
  public Calls call(Setup setup) {
    FilterportHost host =
        new FilterportHost(setup, (cookie, call) -> NtStatus.INVALID_DEVICE_REQUEST, false);
    return new Calls() {
      @Override
      public RoundTrip caller(int index) {
        return form == Form.SERVICE ? arrays(host.client(), setup) : raw(host.client(), setup);
      }

      @Override
      public void close() {
        host.close();
      }
    };
  }

  private static RoundTrip raw(ClientPort client, Setup setup) {
    MemorySegment question = Arena.global().allocate(setup.size());
    MemorySegment answer = Arena.global().allocate(setup.size());
    return stamp -> {
      question.set(ValueLayout.JAVA_LONG, 0, stamp);
      SendResult result = client.send(question, answer, PATIENCE);
      return isWhole(result, setup) ? answer.get(ValueLayout.JAVA_LONG, 0) : -1;
    };
  }

  private static RoundTrip arrays(ClientPort client, Setup setup) {
    return stamp -> {
      byte[] question = new byte[setup.size()];
      byte[] answer = new byte[setup.size()];
      Stamps.write(question, stamp);
      SendResult result = client.send(Buffers.of(question), Buffers.of(answer), PATIENCE);
      return isWhole(result, setup) ? Stamps.read(answer) : -1;
    };
  }

  private static boolean isWhole(SendResult result, Setup setup) {
    return result.outcome() == SendResult.Outcome.REPLIED && result.replyLength() == setup.size();
  }

  // ---- the service, which answers

  @Override
  public Part answer(Setup setup) {
    FilterPort port =
        FilterPort.connect(
            PortSpace.at(setup.socket()), FilterportHost.PORT, FilterportWaiting.client());
    int threads = Math.min(setup.callers(), Runtime.getRuntime().availableProcessors());
    switch (form) {
      case RAW -> startGetters(port, threads, setup.size());
      case QUEUE -> CompletionWorkers.start(port, threads, setup);
      case SERVICE -> startService(port, threads, setup);
    }
    return port::close;
  }

  private static void startService(FilterPort port, int workers, Setup setup) {
    MessageService ignored =
        MessageService.on(port)
            .workers(workers)
            .outstanding(setup.callers())
            .bufferBytes(MessageHeader.SIZE + setup.size())
            .start(message -> message.reply(Buffers.bytes(message.payload())));
  }

  private static void startGetters(FilterPort port, int count, int size) {
    for (int i = 0; i < count; i++) {
      Thread.ofPlatform().daemon().name("getter-" + i).start(() -> getAndReply(port, size));
    }
  }

  /** A reply's header is as long as a message's, so the answer goes out of the same memory. */
  private static void getAndReply(FilterPort port, int size) {
    MemorySegment buffer = Arena.global().allocate(MessageHeader.SIZE + size, Long.BYTES);
    try {
      while (port.getMessage(buffer) == buffer.byteSize()) {
        reply(port, buffer);
      }
    } catch (FilterPortException e) {
      // the filter is gone: the measurement is over
    }
  }

  /** Gives the message back. */
  static void reply(FilterPort port, MemorySegment message) {
    long messageId = MessageHeader.read(message).messageId();
    new ReplyHeader(NtStatus.SUCCESS, messageId).write(message);
    port.reply(message);
  }
}
