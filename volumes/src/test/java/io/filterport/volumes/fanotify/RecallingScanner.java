package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Fds;
import io.filterport.linux.Mapping;
import io.filterport.volume.FileOperation;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Scans as a scanner does, and counts it. */
final class RecallingScanner implements PreOperationCallback {
  final AtomicInteger scans = new AtomicInteger();
  volatile String basis = "1";
  volatile Runnable meanwhile = () -> {};

  @Override
  public Verdict preOperation(FileOperation operation) throws IOException {
    Optional<Verdict> known = operation.recall(basis);
    return known.isPresent() ? known.get() : scan(operation);
  }

  private Verdict scan(FileOperation operation) throws IOException {
    scans.incrementAndGet();
    Verdict verdict = Sandbox.denyBad(operation);
    meanwhile.run();
    operation.remember(basis, verdict);
    return verdict;
  }

  /** Opens a file until it is so old that it could be spared a scan. */
  @FunctionalInterface
  interface Ageing {
    void of(Path file) throws Exception;
  }

  /**
   * A file that somebody maps is scanned, however old it is. Its page is dirty already, so that
   * neither size nor times tell of another store. The other file is younger than the first store:
   * when that one is old enough, this one could be.
   */
  void assertScannedWhileMapped(Sandbox sandbox, Ageing ageing) throws Exception {
    Path file = sandbox.guarded("clean");
    int writer = Fds.open(file.toString(), Fds.O_RDWR);
    try (Mapping mapping = Mapping.readWrite(writer, "clean".length())) {
      Fds.close(writer);
      mapping.segment().setString(0, "good");
      ageing.of(Files.writeString(sandbox.guarded("other"), "other"));
      assertScanned(sandbox, file, "good");
      mapping.segment().setString(0, "evil");
      assertScanned(sandbox, file, "evil");
    }
  }

  void assertScanned(Sandbox sandbox, Path file, String seen) {
    int before = scans.get();
    assertThat(sandbox.cat(file)).contains(seen);
    assertThat(scans).hasValue(before + 1);
  }
}
