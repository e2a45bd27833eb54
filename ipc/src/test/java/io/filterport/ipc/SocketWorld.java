package io.filterport.ipc;

import io.filterport.Buffers;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult;
import io.filterport.service.FilterPort;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One port with a maximum, and both ends of one connection to it over a control socket. */
final class SocketWorld implements AutoCloseable {
  private static final String NAME = "\\Port";
  private static final Timeout PATIENCE = Timeout.ofMillis(20_000);

  private final FilterManager manager;
  private final CompletableFuture<ClientPort> accepted = new CompletableFuture<>();
  final FilterPort service;

  SocketWorld(Path directory, int maximum) {
    Path socket = directory.resolve("max" + maximum);
    manager = FilterManager.listen(socket);
    Filter filter = manager.register(FilterRegistration.named("test"));
    filter.createCommunicationPort(
        PortAttributes.named(NAME).withMaxMessageBytes(maximum),
        PortCallbacks.of(
                request -> {
                  accepted.complete(request.clientPort());
                  return NtStatus.SUCCESS;
                },
                cookie -> {})
            .onMessage((cookie, call) -> echo(call)),
        1);
    service = FilterPort.connect(PortSpace.at(socket), NAME);
  }

  private static NtStatus echo(MessageCall call) {
    MemorySegment output = call.output();
    call.setReturnLength((int) call.input().byteSize());
    if (output == null) {
      return NtStatus.BUFFER_TOO_SMALL;
    }
    output.asSlice(0, call.input().byteSize()).copyFrom(call.input());
    return NtStatus.SUCCESS;
  }

  ClientPort filter() {
    return accepted.join();
  }

  /** {@return how the filter's message ended, which the service answers with its own bytes} */
  SendResult ask(byte[] message, MemorySegment room) throws Exception {
    CompletableFuture<SendResult> asking =
        CompletableFuture.supplyAsync(() -> filter().send(Buffers.of(message), room, PATIENCE));
    MemorySegment buffer = Buffers.allocate(MessageHeader.SIZE + message.length);
    int bytes = service.getMessage(buffer);
    // a reply has its header where the message has one, and the payload after it
    new ReplyHeader(NtStatus.SUCCESS, MessageHeader.read(buffer).messageId()).write(buffer);
    service.reply(buffer.asSlice(0, bytes));
    return asking.get(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    service.close();
    manager.close();
  }
}
