package io.filterport.cli;

import io.filterport.scanner.ScanSilence;
import io.filterport.scanner.ScannerService;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Whether no scan is stuck: each has been heard of within the service manager's limit. Whoever
 * waits for work is well, with a host and without one.
 */
final class ScanProgress implements BooleanSupplier {
  private final ScannerService service;
  private final long limitMillis;
  private final Consumer<String> talk;

  // of the watchdog's thread
  private boolean told;

  /**
   * Makes a look of a watchdog.
   *
   * @param service the scanner
   * @param limitMillis the service manager's; without one nothing is too long
   * @param talk gets what people should know: the file that a scan hangs on
   */
  ScanProgress(ScannerService service, OptionalLong limitMillis, Consumer<String> talk) {
    this.service = service;
    this.limitMillis = limitMillis.orElse(Long.MAX_VALUE);
    this.talk = talk;
  }

  @Override
  public boolean getAsBoolean() {
    Optional<ScanSilence> stuck = service.longestSilence().filter(this::isTooLong);
    stuck.filter(silence -> !told).ifPresent(this::tell);
    told = stuck.isPresent();
    return !told;
  }

  private boolean isTooLong(ScanSilence silence) {
    return millis(silence) >= limitMillis;
  }

  private void tell(ScanSilence silence) {
    String path = Printable.of(silence.path());
    talk.accept("a scan hangs, silent for " + millis(silence) + " ms: " + path);
  }

  private static long millis(ScanSilence silence) {
    return TimeUnit.NANOSECONDS.toMillis(silence.nanos());
  }
}
