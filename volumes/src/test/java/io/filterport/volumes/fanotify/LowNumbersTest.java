package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.linux.EventFd;
import io.filterport.linux.Fds;
import io.filterport.linux.LinuxSupport;
import org.junit.jupiter.api.Test;

class LowNumbersTest {
  /** More than this process has open. They stay taken. */
  private static final int NUMBERS = 500;

  @Test
  void everyNewDescriptorHasAHighNumberAlsoAfterALowOneWasClosed() {
    assumeTrue(LinuxSupport.isAvailable(), "needs Linux");
    int low = EventFd.create();
    assertThat(low).isLessThan(NUMBERS);
    LowNumbers numbers = new LowNumbers();
    assertThat(numbers.take(NUMBERS)).isTrue();
    int high = EventFd.create();
    assertThat(high).isGreaterThanOrEqualTo(NUMBERS);
    Fds.close(low);
    assertThat(numbers.take(NUMBERS)).isTrue();
    int next = EventFd.create();
    assertThat(next).isGreaterThanOrEqualTo(NUMBERS);
    Fds.close(high);
    Fds.close(next);
  }
}
