package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortAttributes;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Message callbacks that work in the shared memory: what is the same, and what is not. */
@EachWorld
class InPlaceTest {
  private static final int SLOTS = 64;

  private final World world;
  private Link link;

  InPlaceTest(WorldKind kind) {
    world = new World(kind);
  }

  @BeforeEach
  void connect() {
    world.filter.createCommunicationPort(
        PortAttributes.named(World.NAME), world.callbacks().withBuffersInPlace(), 1);
    link = world.link();
    world.onMessage = (cookie, call) -> call.answer(call.input());
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName("MNF-03, MNF-08: input and output are exact, in place as in copies")
  void echoes() {
    for (int length : new int[] {1, 2, 63, 64, 65, 4096, 1 << 20, 1}) {
      byte[] question = new byte[length];
      Arrays.fill(question, (byte) length);
      question[length - 1] = 7;
      MemorySegment answer = Buffers.allocate(length + 1);
      assertThat(link.port().send(Buffers.of(question), answer)).isEqualTo(length);
      assertThat(answer.asSlice(0, length).mismatch(Buffers.of(question))).isEqualTo(-1);
      assertThat(answer.get(ValueLayout.JAVA_BYTE, length)).isZero();
    }
  }

  @Test
  @DisplayName("MNF-04, MNF-05: no output and an output of no bytes are told apart in place")
  void outputs() {
    AtomicReference<MemorySegment> output = new AtomicReference<>();
    world.onMessage =
        (cookie, call) -> {
          output.set(call.output());
          return NtStatus.SUCCESS;
        };
    assertThat(link.port().send(Buffers.utf8("x"), null)).isZero();
    assertThat(output.get()).isNull();
    assertThat(link.port().send(Buffers.utf8("x"), Buffers.allocate(0))).isZero();
    assertThat(output.get().byteSize()).isZero();
    assertThat(link.port().send(Buffers.utf8("x"), Buffers.allocate(5))).isZero();
    assertThat(output.get().byteSize()).isEqualTo(5);
  }

  @Test
  @DisplayName("MNF-06, MNF-07: the returned length begins at 0 and is clamped, in place")
  void returnedLengths() {
    MemorySegment answer = Buffers.utf8("....");
    world.onMessage = (cookie, call) -> returning(call, 2);
    assertThat(link.port().send(Buffers.utf8("x"), answer)).isEqualTo(2);
    assertThat(Link.text(answer)).isEqualTo("ab..");
    world.onMessage = (cookie, call) -> returning(call, 5);
    assertThat(link.port().send(Buffers.utf8("x"), answer)).isEqualTo(4);
    world.onMessage = (cookie, call) -> NtStatus.SUCCESS;
    assertThat(link.port().send(Buffers.utf8("x"), answer)).isZero();
  }

  private static NtStatus returning(MessageCall call, int length) {
    MemorySegment.copy(Buffers.utf8("abcd"), 0, call.output(), 0, 4);
    call.setReturnLength(length);
    return NtStatus.SUCCESS;
  }

  @Test
  @DisplayName("MNF-08, MNF-12: an error brings no bytes, too small says what is needed, in place")
  void errors() {
    MemorySegment answer = Buffers.utf8("....");
    world.onMessage =
        (cookie, call) -> {
          NtStatus ignored = returning(call, 4);
          return NtStatus.ACCESS_DENIED;
        };
    assertThat(Failures.status(() -> link.port().send(Buffers.utf8("x"), answer)))
        .isEqualTo(NtStatus.ACCESS_DENIED);
    assertThat(Link.text(answer)).isEqualTo("....");
    world.onMessage = (cookie, call) -> call.answer(Buffers.utf8("longer"));
    assertThat(Failures.failure(() -> link.port().send(Buffers.utf8("x"), answer)).bytes())
        .isEqualTo(6);
  }

  @Test
  @DisplayName("BUF-01, BUF-06, MNF-09: in place the input is where the next messages come, too")
  void inputIsTheRecord() {
    List<MemorySegment> inputs = new ArrayList<>();
    world.onMessage =
        (cookie, call) -> {
          assertThat(call.input().isReadOnly()).isTrue();
          inputs.add(call.input());
          return NtStatus.SUCCESS;
        };
    for (int i = 0; i <= SLOTS; i++) {
      link.port().send(Buffers.of(new byte[] {(byte) i}), null);
    }
    // more messages than places: of one at least a later message is seen, and nobody checks it
    assertThat(inputs.stream().map(input -> input.get(ValueLayout.JAVA_BYTE, 0)).distinct())
        .hasSizeLessThanOrEqualTo(SLOTS);
  }

  @Test
  @DisplayName("BUF-06: buffers in place may be used by any thread during the callback")
  void otherThreads() {
    world.onMessage =
        (cookie, call) -> {
          NtStatus[] status = new NtStatus[1];
          Thread other = Thread.ofPlatform().start(() -> status[0] = call.answer(call.input()));
          Waits.until(() -> !other.isAlive());
          return status[0];
        };
    MemorySegment answer = Buffers.allocate(5);
    assertThat(link.port().send(Buffers.utf8("hello"), answer)).isEqualTo(5);
    assertThat(Link.text(answer)).isEqualTo("hello");
  }
}
