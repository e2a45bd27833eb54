package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.Timeout;
import io.filterport.engine.slots.CallOutcome;
import io.filterport.engine.slots.ConnectionLayout;
import io.filterport.engine.slots.EngineClock;
import io.filterport.engine.slots.Halves;
import io.filterport.engine.slots.Pair;
import io.filterport.engine.slots.ThreadlessHalves;
import io.filterport.service.CompletionPort;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.MessageService;
import io.filterport.service.Overlapped;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Gets that nobody waits for, where the system gives no thread that would. */
class NoThreadForGetTest {
  private static final int SLOTS = ConnectionLayout.DEFAULT_SLOTS;

  private final ThreadlessHalves both = ThreadlessHalves.of(new Pair.MonitorSleep(1));
  private final Halves halves = both.service();
  private final FilterPort port =
      new ServicePort(
              new PortName("\\Port"), halves, false, new ContentArrivals(SLOTS), halves::close)
          .open(ConnectOptions.none());

  private Overlapped get() {
    Overlapped overlapped = new EngineOverlapped(true);
    port.getMessage(Buffers.allocate(64), overlapped);
    return overlapped;
  }

  @Test
  @DisplayName("GET-11: a get beyond the slots that finds no thread is refused and not outstanding")
  void beyondTheSlots() {
    CompletionPort queue = new EngineCompletionPort();
    queue.associate(port, 0);
    for (int i = 0; i < SLOTS; i++) {
      Overlapped ignored = get();
    }
    EngineOverlapped refused = new EngineOverlapped(true);
    assertThat(Failures.status(() -> port.getMessage(Buffers.allocate(64), refused)))
        .isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
    assertThat(refused.latest()).isNull();
    port.close();
    assertThat(refused.isComplete()).isFalse();
    for (int i = 0; i < SLOTS; i++) {
      assertThat(queue.get(Timeout.poll())).isNotNull();
    }
    assertThat(queue.get(Timeout.poll())).as("a packet of the refused get").isNull();
  }

  private boolean ask() {
    CallOutcome outcome =
        both.filter()
            .call(
                Buffers.utf8("x"),
                true,
                Buffers.allocate(0),
                null,
                Timeout.infinite(),
                EngineClock.SYSTEM,
                false);
    return outcome.status() == NtStatus.SUCCESS.value();
  }

  /** Its first message over, others have all slots, so that its get finds none. */
  private MessageService withoutSlot(Queue<Overlapped> others) {
    CountDownLatch settled = new CountDownLatch(1);
    MessageService service = MessageService.on(port).workers(1).outstanding(1);
    service.start(
        message -> {
          message.reply(Buffers.allocate(0));
          Waits.on(settled);
          while (others.size() < SLOTS) {
            others.add(get());
          }
        });
    assertThat(Background.of(this::ask).result()).isTrue();
    settled.countDown();
    Waits.until(() -> both.refused().get() > 0);
    return service;
  }

  @Test
  @DisplayName("a service whose get finds no thread goes on when there is a slot")
  void serviceGoesOn() {
    Queue<Overlapped> others = new ConcurrentLinkedQueue<>();
    MessageService service = withoutSlot(others);
    assertThat(others).allMatch(port::cancel);
    others.forEach(get -> assertThat(get.status()).isEqualTo(NtStatus.CANCELLED));
    Background<Boolean> asked = Background.of(this::ask);
    Waits.until(() -> service.handled() == 2);
    assertThat(asked.result()).isTrue();
    service.close();
  }

  @Test
  @DisplayName("a service whose get finds no thread can be closed")
  void serviceCloses() {
    MessageService service = withoutSlot(new ConcurrentLinkedQueue<>());
    assertThat(Background.of(() -> closed(service)).result()).isTrue();
    port.close();
  }

  private static boolean closed(MessageService service) {
    service.close();
    return true;
  }

  @Test
  @DisplayName("GET-08: where no thread can wait for a future it is refused, and the get goes on")
  void future() {
    Overlapped overlapped = get();
    assertThat(Failures.status(overlapped::toFuture)).isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
    assertThat(overlapped.isComplete()).isFalse();
    assertThat(port.cancel(overlapped)).isTrue();
    assertThat(overlapped.toFuture()).failsWithin(Duration.ofSeconds(20));
    assertThat(overlapped.status()).isEqualTo(NtStatus.CANCELLED);
  }
}
