package io.filterport.cli;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult;
import io.filterport.spi.FilterHost;
import io.filterport.spi.FilterProvider;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * A filter that answers each message with what a test says, refuses a context of one byte, throws
 * at an empty answer, and sends what the test says to the client that connected last.
 */
final class TapFilter implements FilterProvider {
  static final String PORT = "\\TapPort";

  private final UnaryOperator<byte[]> answers;
  private final AtomicReference<ClientPort> last = new AtomicReference<>();

  TapFilter(UnaryOperator<byte[]> answers) {
    this.answers = answers;
  }

  @Override
  public String name() {
    return "tap";
  }

  @Override
  public FilterRegistration registration() {
    return FilterRegistration.named(name()).at("200000");
  }

  @Override
  public void start(FilterHost host) {
    PortCallbacks callbacks =
        PortCallbacks.of(this::connect, cookie -> ((ClientPort) cookie).close())
            .onMessage((cookie, call) -> answer(call));
    host.filter().createCommunicationPort(host.port(PORT), callbacks, host.maxConnections());
  }

  private NtStatus connect(ConnectionRequest request) {
    last.set(request.clientPort());
    request.setConnectionCookie(request.clientPort());
    return request.context().byteSize() == 1 ? NtStatus.PRIVILEGE_NOT_HELD : NtStatus.SUCCESS;
  }

  private NtStatus answer(MessageCall call) {
    byte[] answer = answers.apply(Buffers.bytes(call.input()));
    if (answer.length == 0) {
      throw new IllegalStateException("the test wants it");
    }
    return call.answer(MemorySegment.ofArray(answer));
  }

  SendResult send(MemorySegment message, MemorySegment reply, Timeout timeout) {
    return last.get().send(message, reply, timeout);
  }

  SendResult send(MemorySegment message, Content content, MemorySegment reply, Timeout timeout) {
    return last.get().send(message, content, reply, timeout);
  }
}
