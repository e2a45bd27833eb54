package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.DescriptorLimit;
import io.filterport.linux.EventFd;
import io.filterport.linux.Fds;

/** This process can open no descriptor until the end. What will be loaded should be loaded. */
final class NoDescriptors {
  private final DescriptorLimit limit;

  private NoDescriptors(DescriptorLimit limit) {
    this.limit = limit;
  }

  static NoDescriptors begin() {
    DescriptorLimit limit = DescriptorLimit.get();
    int lowestFree = EventFd.create();
    Fds.close(lowestFree);
    assertThat(DescriptorLimit.set(lowestFree, limit.hard())).isZero();
    assertThat(EventFd.create()).isNegative();
    return new NoDescriptors(limit);
  }

  void end() {
    assertThat(DescriptorLimit.set(limit.soft(), limit.hard())).isZero();
  }
}
