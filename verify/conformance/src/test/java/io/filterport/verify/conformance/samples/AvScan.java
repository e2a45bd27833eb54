package io.filterport.verify.conformance.samples;

import io.filterport.verify.conformance.samples.AvMessages.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One scan of the filter; its section is a file while it is open. Safe for use by any thread. */
final class AvScan {
  final long id;
  private final Path section;
  private final String contents;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile Finding finding;

  AvScan(long id, Path sections, String contents) {
    this.id = id;
    this.section = sections.resolve(Long.toString(id));
    this.contents = contents;
  }

  /** {@return whether the scan still goes on, and has a section now} */
  synchronized boolean createSection() {
    try {
      if (finding == null) {
        Files.writeString(section, contents, StandardCharsets.UTF_8);
      }
      return finding == null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Only the first finding counts. */
  synchronized void finish(Finding value) {
    if (finding != null) {
      return;
    }
    finding = value;
    finished.countDown();
    try {
      boolean ignored = Files.deleteIfExists(section);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return whether it is finished in time} */
  boolean await(Duration limit) {
    try {
      return finished.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  Finding finding() {
    return finding;
  }
}
