package io.filterport.verify.bench.peer;

import io.filterport.WaitPolicy;
import io.filterport.filter.PortAttributes;
import io.filterport.service.ConnectOptions;

/** The one place that knows how Filterport is told how to wait. Stateless. */
final class FilterportWaiting {
  private FilterportWaiting() {}

  /** {@return the attributes of a port in this process} */
  static PortAttributes port(String name) {
    return PortAttributes.named(name).withWaitPolicy(policy());
  }

  /** {@return the options of a client in this process} */
  static ConnectOptions client() {
    return ConnectOptions.none().withWaitPolicy(policy());
  }

  private static WaitPolicy policy() {
    return switch (Waiting.ofThisProcess()) {
      case DEFAULT -> ConnectOptions.none().waitPolicy();
      case NEVER -> WaitPolicy.NEVER_SPIN;
      case ALWAYS -> WaitPolicy.ALWAYS_SPIN;
    };
  }
}
