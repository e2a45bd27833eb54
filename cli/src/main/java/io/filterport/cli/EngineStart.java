package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.scanner.engine.ScanEngine;
import java.util.function.Consumer;

/**
 * Starts an engine whose daemon may come later: when a machine boots, clamd is not there yet, or
 * listens and loads signatures. For one thread.
 */
final class EngineStart {
  private final ScanEngine engine;
  private final Consumer<String> talk;
  private boolean started;
  private String told = "";

  /**
   * Makes a start, which does nothing yet.
   *
   * @param engine to be started
   * @param talk gets what is waited for, and once more when that changes
   */
  EngineStart(ScanEngine engine, Consumer<String> talk) {
    this.engine = engine;
    this.talk = talk;
  }

  /** Tries once more; fails if waiting would not help, as with a socket closed to this user. */
  void attempt() {
    try {
      EngineOption.start(engine);
      started = true;
    } catch (FilterPortException e) {
      if (!isWorthWaiting(e.status())) {
        throw e;
      }
      tell(e.what() + "; waiting for it. " + e.advice());
    }
  }

  /** Goes on until it is started. */
  void await() throws InterruptedException {
    BackOff pause = BackOff.untilThere();
    while (!started) {
      pause.sleep();
      attempt();
    }
  }

  private static boolean isWorthWaiting(NtStatus status) {
    return status.equals(NtStatus.OBJECT_NAME_NOT_FOUND) || status.equals(NtStatus.TIMEOUT);
  }

  private void tell(String text) {
    if (!text.equals(told)) {
      told = text;
      talk.accept(text);
    }
  }
}
