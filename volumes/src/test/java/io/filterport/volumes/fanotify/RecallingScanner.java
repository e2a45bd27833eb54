package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.volume.FileOperation;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import java.io.IOException;
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

  void assertScanned(Sandbox sandbox, Path file, String seen) {
    int before = scans.get();
    assertThat(sandbox.cat(file)).contains(seen);
    assertThat(scans).hasValue(before + 1);
  }
}
