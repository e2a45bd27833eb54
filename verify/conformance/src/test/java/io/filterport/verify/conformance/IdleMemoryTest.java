package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.filterport.verify.conformance.world.InWorld;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a connection costs before anything was sent on it. */
@InWorld(WorldKind.EMBEDDED)
class IdleMemoryTest {
  private static final int CONNECTIONS = 64;

  /** The smallest records in all slots, of messages and replies, would be more. */
  private static final long MOST = 96 << 10;

  private final World world = World.withPort(WorldKind.EMBEDDED, CONNECTIONS + 1);
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName("a connection that nobody uses has no memory for messages, however long they may be")
  void noRecords() {
    world.link();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CONNECTIONS; i++) {
      world.link();
    }
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / CONNECTIONS;
    assertThat(each).isLessThan(MOST);
  }
}
