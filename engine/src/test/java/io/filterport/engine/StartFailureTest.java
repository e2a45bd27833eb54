package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.engine.slots.ConnectionLayout;
import io.filterport.engine.slots.Halves;
import io.filterport.engine.slots.MappedMemory;
import io.filterport.engine.slots.Pages;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.security.AccessToken;
import io.filterport.security.Sid;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A connection whose calls cannot be started, as where no thread can be made. */
class StartFailureTest {
  private static final PortName NAME = new PortName("\\Port");
  private static final AccessToken CLIENT =
      AccessToken.of(Sid.SYSTEM, Set.of(Sid.ADMINISTRATORS, Sid.EVERYONE));

  private final Manager manager = new Manager();
  private final AtomicInteger connects = new AtomicInteger();
  private final AtomicInteger disconnects = new AtomicInteger();

  private void createPort() {
    Filter filter = manager.register(FilterRegistration.named("unlucky"));
    PortCallbacks callbacks =
        PortCallbacks.of(
                request -> {
                  connects.incrementAndGet();
                  return NtStatus.SUCCESS;
                },
                cookie -> disconnects.incrementAndGet())
            .onMessage((cookie, call) -> NtStatus.SUCCESS);
    filter.createCommunicationPort(PortAttributes.named(NAME.value()), callbacks, 1);
  }

  /** Its memory cannot be written, so that no slot can be offered. */
  private static final class BadHome extends TestHome {
    private final AtomicInteger released = new AtomicInteger();
    private final Arena arena;

    BadHome(Arena arena) {
      this.arena = arena;
    }

    @Override
    public Halves open(Connection opening) {
      ConnectionLayout layout = ConnectionLayout.of(opening.maxMessageBytes());
      MemorySegment host = arena.allocate(layout.hostBytes(), 4096);
      MemorySegment common = arena.allocate(layout.commonBytes(), 4096).asReadOnly();
      MappedMemory memory = new MappedMemory(layout, host, common, Pages.KEEP);
      return Halves.mapped(
          true, memory, new NoSleep(), opening.waitPolicy(), opening::breach, "unlucky");
    }

    @Override
    public void release() {
      released.incrementAndGet();
    }
  }

  private static final class NoMemory extends TestHome {
    @Override
    public Halves open(Connection opening) {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  @Test
  @DisplayName("CON-01: without memory the client is told so, and the filter is not asked")
  void noMemory() {
    createPort();
    assertThat(Failures.status(() -> manager.connect(NAME, CLIENT, new byte[0], new NoMemory())))
        .isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
    assertThat(connects).hasValue(0);
    assertThat(manager.snapshot().filters().getFirst().ports().getFirst().seatsTaken()).isZero();
  }

  @Test
  @DisplayName("INV-01: what fails after the client was admitted fails before the filter accepts")
  void filterIsNotAsked() {
    createPort();
    try (Arena arena = Arena.ofShared()) {
      BadHome home = new BadHome(arena);
      assertThatThrownBy(() -> manager.connect(NAME, CLIENT, new byte[0], home)).isNotNull();
      assertThat(connects).hasValue(0);
      assertThat(disconnects).hasValue(0);
      assertThat(home.released).hasValue(1);
    }
    assertThat(manager.snapshot().filters().getFirst().ports().getFirst().seatsTaken()).isZero();
    manager.close();
    assertThat(disconnects).hasValue(0);
  }
}
