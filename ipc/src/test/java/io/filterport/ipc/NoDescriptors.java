package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.DescriptorLimit;
import io.filterport.linux.EventFd;

/** This process can open no descriptor until the end. What will be loaded should be loaded. */
final class NoDescriptors {
  /** Below this number everything is open, whatever is closed meanwhile. */
  private static final int STANDARD_STREAMS = 3;

  private final DescriptorLimit limit;

  private NoDescriptors(DescriptorLimit limit) {
    this.limit = limit;
  }

  static NoDescriptors begin() {
    DescriptorLimit limit = DescriptorLimit.get();
    assertThat(DescriptorLimit.set(STANDARD_STREAMS, limit.hard())).isZero();
    assertThat(EventFd.create()).isNegative();
    return new NoDescriptors(limit);
  }

  void end() {
    assertThat(DescriptorLimit.set(limit.soft(), limit.hard())).isZero();
  }
}
