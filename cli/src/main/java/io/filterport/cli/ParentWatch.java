package io.filterport.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** Ends a child of the demo when the demo has ended, however it did, and after a hard limit. */
final class ParentWatch {
  /** No demo lasts longer. */
  static final long LIMIT_SECONDS = 120;

  private static final int EXIT_CODE = ExitCodes.INTERNAL;

  private ParentWatch() {}

  /** A child that hangs with file events unanswered would hang their openers too. */
  static void haltAfterLimit() {
    start(
        "filterport-limit",
        () -> {
          TimeUnit.SECONDS.sleep(LIMIT_SECONDS);
          Runtime.getRuntime().halt(EXIT_CODE);
        });
  }

  /** The parent holds the other end of standard input. */
  static void haltWithParent() {
    start(
        "filterport-parent",
        () -> {
          long ignored = System.in.transferTo(OutputStream.nullOutputStream());
          Runtime.getRuntime().halt(EXIT_CODE);
        });
  }

  private interface Watch {
    void run() throws InterruptedException, IOException;
  }

  private static void start(String name, Watch watch) {
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                watch.run();
              } catch (InterruptedException | IOException e) {
                Runtime.getRuntime().halt(EXIT_CODE);
              }
            });
  }
}
