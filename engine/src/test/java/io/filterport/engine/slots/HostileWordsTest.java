package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileWordsTest {
  private final HostilePeer peer = new HostilePeer(new NoSleep());
  private final RecordedGetter getter = new RecordedGetter();

  private void deliver(int length) {
    assertThat(peer.host.callee().offer(getter)).isTrue();
    int generation = SlotWord.generation(peer.toFilter.word(getter.slot));
    peer.toFilter.setWord(getter.slot, SlotWord.delivered(generation, length, true));
    peer.host.callee().collect(getter);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, Integer.MAX_VALUE - 15, HostilePeer.ROOM + 1, 0})
  @DisplayName("INV-09: a length that no message has costs the connection, and is never used")
  void impossibleLength(int length) {
    deliver(length);
    assertThat(getter.ends).containsExactly(NtStatus.PORT_DISCONNECTED);
    assertThat(peer.breaches).hasSize(1).first().asString().contains(length + " bytes delivered");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, HostilePeer.ROOM})
  @DisplayName("INV-09: the shortest and the longest message arrive")
  void possibleLength(int length) {
    deliver(length);
    assertThat(getter.ends).containsExactly(NtStatus.SUCCESS);
    assertThat(peer.breaches).isEmpty();
  }

  @Test
  @DisplayName("INV-09: an expiry of another generation is no expiry")
  void foreignExpiry() {
    deliver(1 << 31 | 8);
    peer.toFilter.setWord(0, SlotWord.of(SlotWord.EXPIRED, 99, 8));
    assertThat(peer.host.callee().reply(1, 0, 0, MemorySegment.NULL, 0, 0))
        .isEqualTo(CalleeHalf.ReplyOutcome.NO_WAITER);
    assertThat(peer.breaches).hasSize(1).first().asString().contains("being answered");
  }

  /** For tests whose threads never wait. */
  private static final class NoSleep implements Sleep {
    @Override
    public boolean sleep(MemorySegment segment, long offset, int expected, long nanos) {
      throw new AssertionError("nobody sleeps here");
    }

    @Override
    public void wake(MemorySegment segment, long offset) {
      throw new AssertionError("nobody sleeps here");
    }

    @Override
    public void wakeAll(MemorySegment segment, long offset) {
      throw new AssertionError("nobody sleeps here");
    }
  }
}
