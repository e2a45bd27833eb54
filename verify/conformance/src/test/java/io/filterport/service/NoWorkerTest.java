package io.filterport.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.filter.SendResult;
import io.filterport.spi.FailureLog;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.System.Logger.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A service that has posted its gets, and cannot start a worker. */
class NoWorkerTest {
  private final World world = World.withPort(WorldKind.EMBEDDED, 1);
  private final Link link = world.link();
  private @Nullable Background<SendResult> sender;

  @AfterEach
  void close() {
    world.close();
  }

  private ServiceRun run() {
    CompletionPort queue = CompletionPort.create();
    queue.associate(link.port(), 0);
    FailureLog log =
        FailureLog.to(System.getLogger("io.filterport.service"), Level.WARNING, System::nanoTime);
    Dispatcher dispatcher =
        new Dispatcher(link.port(), message -> {}, 64, new ServiceCounters(), log);
    Stream<PendingGet> gets = Stream.of(new PendingGet(link.port(), 64, 64), other());
    return new ServiceRun(link.port(), queue, dispatcher, log, gets, this::worker, 2);
  }

  private PendingGet other() {
    return new PendingGet(link.port(), 64, 64);
  }

  /** A message comes while it is about to start, which it cannot. */
  private Thread worker(Runnable work) {
    return new Thread(work) {
      @Override
      public void start() {
        sender = link.asking("early", Buffers.allocate(0), Link.LONG).untilBlocked();
        throw new OutOfMemoryError("unable to create native thread");
      }
    };
  }

  @Test
  @DisplayName("a message that came before no worker could be started is answered")
  void answered() {
    assertThatThrownBy(run()::start).isInstanceOf(OutOfMemoryError.class);
    assertThat(sender.result().status()).isEqualTo(NtStatus.UNSUCCESSFUL);
    assertThat(link.port().cancelAll()).isFalse();
  }
}
