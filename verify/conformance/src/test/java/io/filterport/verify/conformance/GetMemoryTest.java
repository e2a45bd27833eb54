package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.InWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Gets, and what only the test's own process can give them: buffers with an owner. They do not
 * travel to another process.
 */
@InWorld(WorldKind.EMBEDDED)
class GetMemoryTest {
  private final World world = World.withPort(WorldKind.EMBEDDED, 1);
  private final Link link = world.link();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName("GET-05: a buffer that is confined to the getting thread is filled too")
  void confinedBuffer() {
    Background<String> get =
        Background.of(
            () -> {
              try (Arena arena = Arena.ofConfined()) {
                MemorySegment buffer = arena.allocate(64);
                int bytes = link.port().getMessage(buffer);
                byte[] payload = Buffers.bytes(buffer.asSlice(16, bytes - 16));
                return new String(payload, StandardCharsets.UTF_8);
              }
            });
    link.tell("hello", Link.LONG);
    assertThat(get.result()).isEqualTo("hello");
  }

  @Test
  @DisplayName("GET-01: a buffer that is confined to one thread is refused with an OVERLAPPED")
  void confinedOverlapped() {
    Overlapped overlapped = world.overlapped();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(64);
      assertThat(Failures.status(() -> link.port().getMessage(buffer, overlapped)))
          .isEqualTo(NtStatus.INVALID_PARAMETER);
    }
    link.port().getMessage(Buffers.allocate(64), overlapped);
    assertThat(link.port().cancel(overlapped)).isTrue();
  }
}
