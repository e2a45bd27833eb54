package io.filterport.scanner;

import java.util.concurrent.TimeUnit;

/** Which signatures a service has, as far as it told. Thread-safe. */
final class SignatureBelief {
  /**
   * How long it is believed. Then one question is put to the service although the verdict is known,
   * so new signatures count within this time even if nothing but known files is opened.
   */
  static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private volatile Told last = new Told("", 0);

  private record Told(String signatureSet, long nanos) {}

  /**
   * The service told of its signatures.
   *
   * @param signatureSet of a reply
   * @param nanos when the question was put, on the monotonic clock
   */
  void told(String signatureSet, long nanos) {
    last = new Told(signatureSet, nanos);
  }

  /** {@return the signatures that it would scan with; empty if that is not known} */
  String at(long nanos) {
    Told told = last;
    return nanos - told.nanos() < LIFE_NANOS ? told.signatureSet() : "";
  }
}
