package io.filterport.engine;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.Timeout;
import io.filterport.WaitPolicy;
import io.filterport.engine.slots.CallOutcome;
import io.filterport.engine.slots.CallerHalf;
import io.filterport.engine.slots.EngineClock;
import io.filterport.engine.slots.Halves;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all handles to a connection share, without a manager at the other end. */
class ServicePortTest {
  private final AtomicInteger ends = new AtomicInteger();
  private final ContentArrivals contents = new ContentArrivals(64);
  private final Halves.Pair halves =
      Halves.embedded(1024, WaitPolicy.ADAPTIVE, reason -> {}, WaitPolicy.ADAPTIVE, reason -> {});
  private final ServicePort connection =
      new ServicePort(
          new PortName("\\Port"), halves.service(), false, contents, ends::incrementAndGet);
  private final FilterPort port = connection.open(ConnectOptions.none());

  @Test
  @DisplayName("HND-02: no handle is added once the last one is closed")
  void noHandleAfterTheLast() {
    assertThat(connection.addHandle()).isTrue();
    port.close();
    assertThat(ends).hasValue(0);
    assertThat(connection.isConnected()).isTrue();
    connection.removeHandle();
    assertThat(ends).hasValue(1);
    assertThat(connection.isConnected()).isFalse();
    assertThat(connection.addHandle()).isFalse();
    assertThat(connection.addHandle()).isFalse();
  }

  @Test
  void contentsGoWithTheLastHandle() {
    WatchedContent content = new WatchedContent();
    contents.put(1, 1, content);
    port.close();
    assertThat(content.closed).isTrue();
  }

  @Test
  void contentsGoWithThePeer() {
    WatchedContent content = new WatchedContent();
    contents.put(1, 1, content);
    connection.peerGone();
    assertThat(content.closed).isTrue();
    assertThat(connection.isConnected()).isFalse();
  }

  @Test
  void aManagerThatBreaksTheProtocolIsAsGoodAsGone() {
    WatchedContent content = new WatchedContent();
    contents.put(1, 1, content);
    connection.breach("a test");
    assertThat(port.isConnected()).isFalse();
    assertThat(content.closed).isTrue();
  }

  @Test
  void aHandleKnowsItsName() {
    assertThat(port.name()).isEqualTo(new PortName("\\Port"));
    assertThat(port.maxMessageBytes()).isEqualTo(1024);
  }

  @ParameterizedTest
  @ValueSource(longs = {3L << 30, 4L << 30})
  @DisplayName("a get into a confined buffer of gibibytes asked for as much of the heap")
  void largeConfinedBuffer(long bytes, @TempDir Path directory) throws IOException {
    Background<CallOutcome> sender = sending((slot, generation) -> true);
    Path sparse = directory.resolve("buffer");
    try (Arena arena = Arena.ofConfined();
        FileChannel file = FileChannel.open(sparse, CREATE_NEW, READ, WRITE)) {
      MemorySegment buffer = file.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
      assertThat(port.getMessage(buffer)).isEqualTo(MessageHeader.SIZE + 7);
      assertThat(Buffers.bytes(buffer.asSlice(MessageHeader.SIZE, 7)))
          .asString()
          .isEqualTo("message");
    }
    halves.filter().close();
    assertThat(sender.result().kind()).isEqualTo(CallOutcome.Kind.DISCONNECTED);
  }

  @Test
  void aContentThatWasLostAtTheOtherEnd() {
    Background<CallOutcome> sender = sending((slot, generation) -> false);
    assertThat(statusOfContent(nextMessage())).isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
    halves.filter().close();
    assertThat(sender.result().kind()).isEqualTo(CallOutcome.Kind.DISCONNECTED);
  }

  @Test
  void aContentThatWasLostAtThisEnd() {
    Background<CallOutcome> sender = sending(this::lose);
    assertThat(statusOfContent(nextMessage())).isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
    halves.filter().close();
    assertThat(sender.result().kind()).isEqualTo(CallOutcome.Kind.DISCONNECTED);
  }

  @Test
  void aContentThatWasOvertakenIsNotLost() {
    Background<CallOutcome> sender = sending(this::overtake);
    assertThat(statusOfContent(nextMessage())).isEqualTo(NtStatus.NOT_FOUND);
    halves.filter().close();
    assertThat(sender.result().kind()).isEqualTo(CallOutcome.Kind.DISCONNECTED);
  }

  private boolean lose(int slot, int generation) {
    contents.put(slot, generation, null);
    return true;
  }

  private boolean overtake(int slot, int generation) {
    contents.put(slot, generation + 1, null);
    return true;
  }

  private Background<CallOutcome> sending(CallerHalf.Cargo cargo) {
    MemorySegment message = Buffers.utf8("message");
    return Background.of(
        () ->
            halves
                .filter()
                .caller()
                .call(
                    message,
                    true,
                    Buffers.allocate(0),
                    cargo,
                    Timeout.infinite(),
                    EngineClock.SYSTEM,
                    false));
  }

  private long nextMessage() {
    MemorySegment buffer = Buffers.allocate(64);
    port.getMessage(buffer);
    return MessageHeader.read(buffer).messageId();
  }

  private NtStatus statusOfContent(long messageId) {
    return catchThrowableOfType(FilterPortException.class, () -> port.content(messageId)).status();
  }
}
