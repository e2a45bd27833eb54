package io.filterport.verify.conformance;

import io.filterport.verify.conformance.world.InWorld;
import io.filterport.verify.conformance.world.WorldKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Memory runs out. Inside one JVM only: between processes the memory of a connection is mapped when
 * it is made, and a delivery takes none.
 */
@InWorld(WorldKind.EMBEDDED)
class LittleMemoryTest {
  @ParameterizedTest(name = "KSM-24: {1}")
  @CsvSource({
    "delivery, a message that finds no memory is refused and its getter keeps its place",
    "line,     so it is if the getter comes after the sender",
    "call,     a client's call without memory is refused and another is served",
    "reply,    a reply without memory is refused and the message can still be answered",
    "answer,   an answer of a callback without memory becomes a refusal"
  })
  @DisplayName(
      "KSM-24, USM-05, RPL-02: for want of memory nothing is lost but the call that wants it")
  void runsOut(String what, String meaning) throws Exception {
    LittleMemory.run(what, meaning);
  }
}
