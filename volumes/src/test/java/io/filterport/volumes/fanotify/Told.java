package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.volume.FileOperation;
import io.filterport.volume.PostOperationCallback;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what was told, such as {@code "RENAME /a -> /b"}. */
final class Told implements PostOperationCallback {
  private static final long PATIENCE_SECONDS = 15;

  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

  @Override
  public void postOperation(FileOperation operation, NtStatus status) {
    assertThat(status).isEqualTo(NtStatus.SUCCESS);
    String target = operation.targetPath().map(path -> " -> " + path).orElse("");
    told.add(operation.kind() + " " + operation.path() + target);
  }

  /** The next one, or what says that there was none before the test would be ended. */
  String next() throws InterruptedException {
    String next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  /** That these are told next. */
  void assertNext(String... expected) throws InterruptedException {
    for (String one : expected) {
      assertThat(next()).isEqualTo(one);
    }
  }

  void assertNoMore() {
    assertThat(told).isEmpty();
  }
}
