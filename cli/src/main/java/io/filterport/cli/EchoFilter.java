package io.filterport.cli;

import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult;
import io.filterport.filter.ServerPort;
import io.filterport.spi.FilterHost;
import io.filterport.spi.FilterProvider;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code echo}: answers what it is sent with the same bytes. What begins with {@code
 * push:} it sends, without that beginning, to the oldest other connection of the port, and answers
 * with that one's reply.
 */
public final class EchoFilter implements FilterProvider {
  private static final String PORT = "\\EchoPort";
  private static final MemorySegment PUSH =
      MemorySegment.ofArray("push:".getBytes(StandardCharsets.UTF_8));
  private static final Timeout PUSH_TIMEOUT = Timeout.ofMillis(5_000);

  private volatile @Nullable ServerPort port;
  private final List<ClientPort> clients = new CopyOnWriteArrayList<>();

  /** Called by the service loader. */
  public EchoFilter() {}

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public FilterRegistration registration() {
    return FilterRegistration.named(name()).at("100000").onUnload(this::unload);
  }

  @Override
  public void start(FilterHost host) {
    PortCallbacks callbacks =
        PortCallbacks.of(this::connect, this::disconnect)
            .onMessage(this::message)
            .withBuffersInPlace();
    port = host.filter().createCommunicationPort(host.port(PORT), callbacks, host.maxConnections());
  }

  private NtStatus unload(boolean mandatory) {
    ServerPort open = port;
    if (open != null) {
      open.close();
    }
    return NtStatus.SUCCESS;
  }

  private NtStatus connect(ConnectionRequest request) {
    clients.add(request.clientPort());
    request.setConnectionCookie(request.clientPort());
    return NtStatus.SUCCESS;
  }

  private void disconnect(@Nullable Object cookie) {
    if (cookie instanceof ClientPort client) {
      clients.remove(client);
      client.close();
    }
  }

  private NtStatus message(@Nullable Object cookie, MessageCall call) {
    MemorySegment input = call.input();
    return startsWithPush(input) ? push(cookie, call) : call.answer(input);
  }

  private static boolean startsWithPush(MemorySegment input) {
    long length = PUSH.byteSize();
    return input.byteSize() >= length
        && MemorySegment.mismatch(input, 0, length, PUSH, 0, length) == -1;
  }

  private NtStatus push(@Nullable Object self, MessageCall call) {
    for (ClientPort client : clients) {
      if (!client.equals(self)) {
        MemorySegment reply = call.output();
        MemorySegment wanted = reply == null ? MemorySegment.ofArray(new byte[0]) : reply;
        SendResult result =
            client.send(call.input().asSlice(PUSH.byteSize()), wanted, PUSH_TIMEOUT);
        call.setReturnLength(result.replyLength());
        return result.status();
      }
    }
    return NtStatus.PORT_DISCONNECTED;
  }
}
