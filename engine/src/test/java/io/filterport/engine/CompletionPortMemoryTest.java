package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.PortName;
import io.filterport.Timeout;
import io.filterport.WaitPolicy;
import io.filterport.engine.slots.Halves;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a completion port holds of the connections that it serves. */
class CompletionPortMemoryTest {
  @Test
  @DisplayName("GET-25: a waiting worker kept the memory of a connection that was over")
  void lettingGoOfMemory() {
    Halves service =
        Halves.embedded(64, WaitPolicy.ADAPTIVE, reason -> {}, WaitPolicy.ADAPTIVE, reason -> {})
            .service();
    ContentArrivals contents = new ContentArrivals(64);
    FilterPort port =
        new ServicePort(new PortName("\\Gone"), service, true, contents, () -> {})
            .open(ConnectOptions.none());
    CompletionPort queue = CompletionPort.create();
    queue.associate(port, 1);
    Background<Completion> worker =
        Background.of(() -> queue.get(Timeout.infinite())).untilBlocked();
    port.close();
    AtomicBoolean released = new AtomicBoolean();
    service.release(() -> released.set(true));
    Waits.until(released::get);
    assertThat(worker.isDone()).isFalse();
    queue.close();
  }
}
