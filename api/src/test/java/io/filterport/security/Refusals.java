package io.filterport.security;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that something is refused with all three parts: what, status, advice. */
final class Refusals {
  private Refusals() {}

  static void assertInvalidDescriptor(ThrowingCallable call, String expectedText) {
    assertRefused(call, NtStatus.INVALID_SECURITY_DESCR, expectedText);
  }

  static void assertRefused(ThrowingCallable call, NtStatus status, String expectedText) {
    assertThatExceptionOfType(FilterPortException.class)
        .isThrownBy(call)
        .withMessageContaining(expectedText)
        .withMessageContaining(status.toString())
        .matches(e -> e.status().equals(status), "has the status")
        .matches(e -> !e.advice().isBlank(), "gives advice")
        .matches(e -> e.toString().length() < 450, "is of bounded length");
  }
}
