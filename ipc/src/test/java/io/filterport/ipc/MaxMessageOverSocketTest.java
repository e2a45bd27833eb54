package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** KSM-07 between two sides of a control socket: the maximum, and one byte over it. */
class MaxMessageOverSocketTest {
  @TempDir private Path directory;

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4032, 4033, 1 << 20, 64 << 20})
  @DisplayName("KSM-07: messages of the filter and replies of the service")
  void toTheService(int maximum) throws Exception {
    try (SocketWorld world = new SocketWorld(directory, maximum)) {
      assertThat(world.service.maxMessageBytes()).isEqualTo(maximum);
      byte[] bytes = random(maximum);
      MemorySegment room = Buffers.allocate(maximum);
      SendResult result = world.ask(bytes, room);
      assertThat(result).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, maximum));
      assertThat(Buffers.bytes(room)).isEqualTo(bytes);
      MemorySegment tooLong = Buffers.allocate(maximum + 1);
      assertThat(world.filter().send(tooLong, null, Timeout.poll()))
          .isEqualTo(new SendResult(Outcome.REFUSED, NtStatus.INVALID_PARAMETER, 0));
      MemorySegment reply = Buffers.allocate(ReplyHeader.SIZE + maximum + 1);
      invalid(() -> world.service.reply(reply));
      assertThat(world.service.isConnected()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4032, 4033, 1 << 20, 64 << 20})
  @DisplayName("KSM-07, USM-07: messages of the service and answers of the filter")
  void toTheFilter(int maximum) {
    try (SocketWorld world = new SocketWorld(directory, maximum)) {
      byte[] bytes = random(maximum);
      MemorySegment answer = Buffers.allocate(maximum);
      assertThat(world.service.send(Buffers.of(bytes), answer)).isEqualTo(maximum);
      assertThat(Buffers.bytes(answer)).isEqualTo(bytes);
      invalid(() -> world.service.send(Buffers.allocate(maximum + 1), answer));
      assertThat(world.service.isConnected()).isTrue();
    }
  }

  private static void invalid(Runnable call) {
    FilterPortException refusal = catchThrowableOfType(FilterPortException.class, call::run);
    assertThat(refusal.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
  }
}
