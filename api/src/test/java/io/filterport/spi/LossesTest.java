package io.filterport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.spi.Losses.Reason;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("losses")
class LossesTest {
  private final Losses losses = new Losses(Reason.NO_ROOM, Reason.FAILED);

  @Test
  @DisplayName("are counted by reason, and shown before there are any")
  void byReason() {
    assertThat(losses.byReason()).isEqualTo(Map.of("no_room", 0L, "failed", 0L));
    losses.add(Reason.NO_ROOM);
    losses.add(Reason.NO_ROOM);
    losses.add(Reason.FAILED);
    assertThat(losses.byReason()).isEqualTo(Map.of("no_room", 2L, "failed", 1L));
  }

  @Test
  @DisplayName("have no reason that was not announced")
  void otherReason() {
    assertThatThrownBy(() -> losses.add(Reason.NOT_WRITTEN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
