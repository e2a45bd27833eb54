package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Errno;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who connects again and again, because the manager's backlog is full. */
class FullBacklogTest {
  private final List<Boolean> interrupted = new ArrayList<>();

  private int connect() {
    interrupted.add(Thread.currentThread().isInterrupted());
    return interrupted.size() < 4 ? -Errno.EAGAIN : 0;
  }

  @Test
  void aThreadWithItsInterruptFlagSetConnectedWithoutAnyPause() {
    Thread.currentThread().interrupt();
    assertThat(FullBacklog.connect(this::connect)).isZero();
    assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
    assertThat(interrupted).containsExactly(true, false, false, false);
  }

  @Test
  void whoWasNotInterruptedIsNotAfterwards() {
    assertThat(FullBacklog.connect(this::connect)).isZero();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void anyOtherAnswerIsTheLast() {
    assertThat(FullBacklog.connect(() -> -Errno.ECONNREFUSED)).isEqualTo(-Errno.ECONNREFUSED);
  }
}
