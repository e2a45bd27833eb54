package notifications;

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
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.service.Message;
import io.filterport.service.MessageService;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A filter tells a service of events and waits for no answer. */
public final class Notifications {
  private static final String PORT = "\\EventPort";
  private static final List<String> EVENTS =
      List.of("create letter", "rename letter", "delete letter");

  private final CompletableFuture<ClientPort> client = new CompletableFuture<>();
  private final CountDownLatch printed = new CountDownLatch(EVENTS.size());

  private Notifications() {}

  /** Tells of three events; of one more while nobody listens. */
  public static void main(String[] args) throws InterruptedException {
    new Notifications().run(PortSpace.embedded());
  }

  private void run(PortSpace space) throws InterruptedException {
    createPort(space);
    try (FilterPort port = FilterPort.connect(space, PORT);
        MessageService service = MessageService.on(port).workers(1)) {
      System.out.println("while nobody listens: " + tell("begin", Timeout.poll()));
      service.start(this::print);
      List<Outcome> outcomes = EVENTS.stream().map(e -> tell(e, Timeout.infinite())).toList();
      printed.await();
      System.out.println("afterwards: " + outcomes);
    }
  }

  // ---- the filter

  private void createPort(PortSpace space) {
    Filter filter = FilterManager.in(space).register(FilterRegistration.named("events"));
    PortCallbacks callbacks =
        PortCallbacks.of(
            request ->
                client.complete(request.clientPort()) ? NtStatus.SUCCESS : NtStatus.ACCESS_DENIED,
            cookie -> client.join().close());
    filter.createCommunicationPort(PortAttributes.named(PORT), callbacks, 1);
  }

  /** Without room for a reply the send returns as soon as a worker's get has the message. */
  private Outcome tell(String event, Timeout patience) {
    return client.join().send(Buffers.utf8(event), null, patience).outcome();
  }

  // ---- the service

  private void print(Message message) {
    System.out.println("event: " + new String(Buffers.bytes(message.payload()), UTF_8));
    printed.countDown();
  }
}
