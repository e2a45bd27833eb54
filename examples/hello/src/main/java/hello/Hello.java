package hello;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.service.MessageService;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A filter asks a service for a greeting. */
public final class Hello {
  private Hello() {}

  /** Prints the greeting. */
  public static void main(String[] args) {
    System.out.println(greeting());
  }

  private static String greeting() {
    PortSpace space = PortSpace.embedded();

    // The filter: owns the port, and decides who may connect.
    CompletableFuture<ClientPort> client = new CompletableFuture<>();
    Filter filter = FilterManager.in(space).register(FilterRegistration.named("greeter"));
    PortCallbacks callbacks =
        PortCallbacks.of(
            request ->
                client.complete(request.clientPort()) ? NtStatus.SUCCESS : NtStatus.ACCESS_DENIED,
            cookie -> client.join().close());
    filter.createCommunicationPort(PortAttributes.named("\\GreeterPort"), callbacks, 1);

    // The service: gets messages and answers them. The same lines in every world.
    try (FilterPort port = FilterPort.connect(space, "\\GreeterPort");
        MessageService service = MessageService.on(port).workers(4)) {
      service.start(message -> message.reply(greet(message.payload())));

      // The filter asks, and waits five seconds at most.
      MemorySegment reply = Buffers.allocate(64);
      Timeout patience = Timeout.of(Duration.ofSeconds(5));
      SendResult sent = client.join().send(Buffers.utf8("world"), reply, patience);
      if (sent.outcome() != Outcome.REPLIED || !sent.status().isSuccess()) {
        return "no greeting: " + sent;
      }
      return text(reply.asSlice(0, sent.replyLength()));
    }
  }

  private static MemorySegment greet(MemorySegment name) {
    return Buffers.utf8("Hello, " + text(name));
  }

  private static String text(MemorySegment utf8) {
    return new String(Buffers.bytes(utf8), UTF_8);
  }
}
