package io.filterport.verify.conformance;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link LittleMemoryTest} shows of one JVM does not happen between processes. */
class AmpleMemoryTest {
  @Test
  @DisplayName("KSM-24: messages that are longer than the sender's heap find their memory")
  void needsNone() throws Exception {
    LittleMemory.run("shared", "64 messages, 64 slots");
  }
}
