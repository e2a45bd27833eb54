package io.filterport.verify.conformance;

import io.filterport.verify.conformance.world.InWorld;
import io.filterport.verify.conformance.world.WorldKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link LittleMemoryTest} shows of one JVM does not happen between processes. */
@InWorld(WorldKind.PROCESSES)
class AmpleMemoryTest {
  @Test
  @DisplayName("KSM-24: messages that are longer than the sender's heap find their memory")
  void needsNone() throws Exception {
    LittleMemory.run("shared", "64 messages, 64 slots");
  }
}
