package io.filterport.verify.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What calls fail with. */
public final class Failures {
  private Failures() {}

  public static FilterPortException failure(ThrowingCallable call) {
    FilterPortException failure = catchThrowableOfType(FilterPortException.class, call);
    assertThat(failure).isNotNull();
    return failure;
  }

  /** {@return whether a reply found its sender} */
  public static boolean accepted(Runnable reply) {
    try {
      reply.run();
      return true;
    } catch (FilterPortException e) {
      assertThat(e.status()).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
      return false;
    }
  }

  public static NtStatus status(ThrowingCallable call) {
    return failure(call).status();
  }
}
