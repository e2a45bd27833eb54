package io.filterport.verify.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.Timeout;
import io.filterport.linux.Identity;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostDeathTest {
  private static final long LIMIT_SECONDS = 5;

  @TempDir Path directory;
  private Path socket;
  private Child host;
  private final List<FilterPort> ports = new ArrayList<>();

  @BeforeEach
  void start() {
    socket = directory.resolve("manager.sock");
    host = startHost();
  }

  private Child startHost() {
    Child started = Child.start(HostProgram.class, socket, Identity.effectiveUid());
    assertThat(started.hear()).isEqualTo("listening");
    return started;
  }

  @AfterEach
  void end() {
    ports.forEach(FilterPort::close);
    host.close();
  }

  private FilterPort connect() {
    FilterPort port = FilterPort.connect(PortSpace.at(socket), HostProgram.PORT);
    ports.add(port);
    return port;
  }

  /** A call that ends with the status of its exception. */
  private static CompletableFuture<NtStatus> failing(boolean virtual, Supplier<Integer> call) {
    CompletableFuture<NtStatus> end = new CompletableFuture<>();
    Runnable task =
        () -> {
          try {
            end.completeExceptionally(new AssertionError("returned " + call.get()));
          } catch (FilterPortException e) {
            end.complete(e.status());
          }
        };
    (virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).start(task);
    return end;
  }

  @Test
  @DisplayName(
      "UNL-11, UNL-12: when the host is killed every wait ends, names go, and a new one listens")
  void killed() throws Exception {
    List<CompletableFuture<NtStatus>> ends = new ArrayList<>();
    FilterPort port = connect();
    for (boolean virtual : new boolean[] {false, true, false}) {
      ends.add(failing(virtual, () -> port.getMessage(Buffers.allocate(64))));
      ends.add(failing(virtual, () -> port.send(Buffers.utf8("!hold"), Buffers.allocate(64))));
    }
    FilterPort queued = connect();
    CompletionPort packets = CompletionPort.create();
    packets.associate(queued, 7);
    Overlapped overlapped = Overlapped.create();
    queued.getMessage(Buffers.allocate(64), overlapped);
    FilterPort alone = connect();
    Overlapped future = Overlapped.create();
    alone.getMessage(Buffers.allocate(64), future);
    CompletableFuture<Integer> futureEnd = future.toFuture();
    FilterPort idle = connect();
    Wait.until("held callbacks", () -> Integer.parseInt(host.ask(HostProgram.MESSAGES)) == 3);

    host.kill();

    for (CompletableFuture<NtStatus> end : ends) {
      assertThat(end.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(NtStatus.PORT_DISCONNECTED);
    }
    Completion packet = packets.get(Timeout.ofMillis(LIMIT_SECONDS * 1_000));
    assertThat(packet).isNotNull();
    assertThat(packet.status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(packet.overlapped()).isSameAs(overlapped);
    assertThat(futureEnd.handle((bytes, failure) -> failure).get(LIMIT_SECONDS, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(FilterPortException.class);
    assertThat(future.status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    Wait.until("the idle port is told", LIMIT_SECONDS, () -> !idle.isConnected());
    assertGone(port);
    assertGone(idle);
    FilterPortException nobody = catchThrowableOfType(FilterPortException.class, this::connect);
    assertThat(nobody.status()).isEqualTo(NtStatus.CONNECTION_REFUSED);
    host.close();
    host = startHost();
    assertThat(connect().send(Buffers.utf8("hello"), Buffers.allocate(8))).isEqualTo(5);
    assertGone(port);
  }

  /** A dead handle stays dead (UNL-12). */
  private static void assertGone(FilterPort port) {
    MemorySegment buffer = Buffers.allocate(64);
    for (Supplier<Integer> call :
        List.<Supplier<Integer>>of(
            () -> port.getMessage(buffer), () -> port.send(Buffers.utf8("x"), buffer))) {
      FilterPortException gone = catchThrowableOfType(FilterPortException.class, call::get);
      assertThat(gone.status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
      assertThat(gone.hresult().value()).isEqualTo(0x80070006);
    }
  }

  @Test
  @DisplayName("INV-08: a client whose host died holds nothing once its ports are closed")
  void nothingLeft() throws Exception {
    Resources.whenDone(() -> connect().close());
    host.close();
    Resources before = Resources.now();
    host = startHost();
    FilterPort port = connect();
    CompletableFuture<NtStatus> get = failing(false, () -> port.getMessage(Buffers.allocate(64)));
    Overlapped overlapped = Overlapped.create();
    port.getMessage(Buffers.allocate(64), overlapped);
    CompletableFuture<Integer> future = overlapped.toFuture();
    host.kill();
    assertThat(get.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(NtStatus.PORT_DISCONNECTED);
    Wait.until("the future's end", future::isDone);
    port.close();
    host.close();
    before.awaitAgain();
  }
}
