package io.filterport.scanner.engine;

import io.filterport.NtStatus;
import java.io.IOException;

/**
 * There is no verdict because the engine cannot judge anything now, whatever the content. The
 * engine tells its owner when that begins and when it ends, so whoever meets this need not.
 */
public final class EngineUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  /** As a number, which can be serialized. */
  private final int status;

  /** Whether the engine was asked, or is known to fail. */
  private final boolean asked;

  EngineUnavailableException(String message, NtStatus status) {
    this(message, status, true);
  }

  private EngineUnavailableException(String message, NtStatus status, boolean asked) {
    super(message);
    this.status = status.value();
    this.asked = asked;
  }

  /** {@return that of an engine which is known to fail, and was not asked again} */
  static EngineUnavailableException notAsked(String message) {
    return new EngineUnavailableException(message, NtStatus.UNSUCCESSFUL, false);
  }

  boolean wasAsked() {
    return asked;
  }

  /** {@return what kind of failure it is} */
  public NtStatus status() {
    return new NtStatus(status);
  }
}
