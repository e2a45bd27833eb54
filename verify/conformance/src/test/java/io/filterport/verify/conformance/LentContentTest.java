package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.InWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contents beside messages, inside one JVM only: between processes they are copied or opened. */
@InWorld(WorldKind.EMBEDDED)
class LentContentTest {
  private final World world = World.withPort(WorldKind.EMBEDDED, 1);
  private final Link link = world.link();

  @AfterEach
  void close() {
    world.close();
  }

  /** As large as can be, of bytes that tell their position, and not to be closed. */
  private static final class Huge implements Content {
    @Override
    public long size() {
      return Long.MAX_VALUE;
    }

    @Override
    public int read(long position, MemorySegment buffer) {
      buffer.fill((byte) position);
      return (int) buffer.byteSize();
    }

    @Override
    public void close() {
      throw new AssertionError("the service's close is not the filter's");
    }
  }

  @Test
  @DisplayName("a content of any size is lent, not copied")
  void lent() throws IOException {
    Link.Get get = link.get();
    Background<SendResult> sender =
        Background.of(
            () ->
                link.client().send(Buffers.utf8("x"), new Huge(), Buffers.allocate(8), Link.LONG));
    Content content = link.port().content(get.header().messageId());
    MemorySegment one = Buffers.allocate(1);
    assertThat(content.read(1L << 40 | 5, one)).isEqualTo(1);
    assertThat(Buffers.bytes(one)).containsExactly(5);
    content.close();
    get.reply("");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }
}
