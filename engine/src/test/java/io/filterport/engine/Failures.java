package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What calls fail with. */
final class Failures {
  private Failures() {}

  static FilterPortException failure(ThrowingCallable call) {
    FilterPortException failure = catchThrowableOfType(FilterPortException.class, call);
    assertThat(failure).isNotNull();
    return failure;
  }

  static NtStatus status(ThrowingCallable call) {
    return failure(call).status();
  }
}
