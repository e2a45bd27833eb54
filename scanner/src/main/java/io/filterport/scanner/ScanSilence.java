package io.filterport.scanner;

/**
 * A scan of which nothing has been heard for some time. Immutable.
 *
 * @param path of the file that is scanned
 * @param nanos since it began, or its engine last asked whether it is wanted
 */
public record ScanSilence(String path, long nanos) {
  static ScanSilence of(WatchedScan scan) {
    return new ScanSilence(scan.path(), scan.silentNanos());
  }
}
