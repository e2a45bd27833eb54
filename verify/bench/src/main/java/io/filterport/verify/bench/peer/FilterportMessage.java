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
 * service has as many getters as there are callers, at most one a processor.
 */
public final class FilterportMessage implements JvmPeer {
  private static final Timeout PATIENCE = Timeout.ofMillis(30_000);

  /** Which of the API's forms the two halves use. */
  public enum Form {
    /** Threads that get and reply, in native memory that is made once. */
    RAW,
    /** A {@link MessageService} that replies with arrays; the filter sends arrays. */
    SERVICE
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
    return form == Form.RAW ? "filterport-message" : "filterport-message-service";
  }

  @Override
  public String title() {
    return "Filterport, host → client" + (form == Form.RAW ? "" : ", MessageService");
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
        return form == Form.RAW ? raw(host.client(), setup) : arrays(host.client(), setup);
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
    int getters = Math.min(setup.callers(), Runtime.getRuntime().availableProcessors());
    if (form == Form.RAW) {
      startGetters(port, getters, setup.size());
    } else {
      startService(port, getters, setup.size());
    }
    return port::close;
  }

  private static void startService(FilterPort port, int workers, int size) {
    MessageService ignored =
        MessageService.on(port)
            .workers(workers)
            .bufferBytes(MessageHeader.SIZE + size)
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
        long messageId = MessageHeader.read(buffer).messageId();
        new ReplyHeader(NtStatus.SUCCESS, messageId).write(buffer);
        port.reply(buffer);
      }
    } catch (FilterPortException e) {
      // the filter is gone: the measurement is over
    }
  }
}
