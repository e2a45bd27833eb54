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

  public static NtStatus status(ThrowingCallable call) {
    return failure(call).status();
  }
}
