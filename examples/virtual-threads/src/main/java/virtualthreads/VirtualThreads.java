package virtualthreads;

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
import io.filterport.service.Message;
import io.filterport.service.MessageService;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A service with many workers, whose handlers wait for something: virtual threads are cheap. */
public final class VirtualThreads {
  private static final String PORT = "\\WorkPort";
  private static final int WORKERS = 50;
  private static final int QUESTIONS = 200;

  private final CompletableFuture<ClientPort> client = new CompletableFuture<>();

  /** Stands for a data base or another server: lets handlers go on only when all are here. */
  private final CyclicBarrier together = new CyclicBarrier(WORKERS);

  private final AtomicInteger onVirtualThreads = new AtomicInteger();
  private final AtomicInteger answers = new AtomicInteger();

  private VirtualThreads() {}

  /** Asks many questions at once. */
  public static void main(String[] args) {
    new VirtualThreads().run(PortSpace.embedded());
  }

  private void run(PortSpace space) {
    createPort(space);
    try (FilterPort port = FilterPort.connect(space, PORT);
        MessageService service =
            MessageService.on(port).workers(WORKERS).outstanding(WORKERS).onVirtualThreads()) {
      service.start(this::answer);
      askAll();
    }
    System.out.println(answers + " of " + QUESTIONS + " questions were answered");
    System.out.println(
        onVirtualThreads + " handlers ran on virtual threads, " + WORKERS + " at once");
  }

  // ---- the filter

  private void createPort(PortSpace space) {
    Filter filter = FilterManager.in(space).register(FilterRegistration.named("asker"));
    PortCallbacks callbacks =
        PortCallbacks.of(
            request ->
                client.complete(request.clientPort()) ? NtStatus.SUCCESS : NtStatus.ACCESS_DENIED,
            cookie -> client.join().close());
    filter.createCommunicationPort(PortAttributes.named(PORT), callbacks, 1);
  }

  /** Returns when every question has its answer, or its time has passed. */
  private void askAll() {
    try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < QUESTIONS; i++) {
        askers.execute(this::ask);
      }
    }
  }

  private void ask() {
    Timeout patience = Timeout.of(Duration.ofSeconds(30));
    SendResult sent = client.join().send(Buffers.utf8("?"), Buffers.allocate(16), patience);
    if (sent.outcome() == Outcome.REPLIED && sent.status().isSuccess()) {
      answers.incrementAndGet();
    }
  }

  // ---- the service

  private void answer(Message message) throws InterruptedException, BrokenBarrierException {
    together.await();
    if (Thread.currentThread().isVirtual()) {
      onVirtualThreads.incrementAndGet();
    }
    message.reply(Buffers.utf8("!"));
  }
}
