package io.filterport.volumes.nio;

import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.CallbackStack;
import io.filterport.volumes.Decision;
import io.filterport.volumes.Tally;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/**
 * Asks the callbacks before a file of the delegate is opened. Safe for use by any thread; paths are
 * the delegate's.
 */
final class Gate {
  private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);
  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  private final CallbackStack callbacks;
  private final Tally tally;
  private final long timeLimitNanos;

  /** Bound while a callback of this volume runs on the thread. */
  private final ScopedValue<Path> asking = ScopedValue.newInstance();

  Gate(CallbackStack callbacks, Tally tally, VolumeOptions options) {
    this.callbacks = callbacks;
    this.tally = tally;
    this.timeLimitNanos = options.timeLimitNanos();
  }

  /**
   * Returns if the open may go on.
   *
   * @throws AccessDeniedException if a callback denies, with its reason
   */
  void beforeOpen(Path file, Set<? extends OpenOption> options) throws IOException {
    if (callbacks.isEmpty()) {
      return;
    }
    refuseReentry(file);
    try (NioOperation operation = NioOperation.open(file, options, timeLimitNanos)) {
      Verdict verdict = ask(file, operation);
      if (!verdict.allowed()) {
        throw new AccessDeniedException(file.toString(), null, verdict.reason());
      }
    }
  }

  /** A copy opens its source and makes its target; directories and links are not opened. */
  void beforeCopy(Path source, Path target, CopyOption... options) throws IOException {
    LinkOption[] links =
        Arrays.stream(options).filter(LinkOption.class::isInstance).toArray(LinkOption[]::new);
    if (Files.isRegularFile(source, links)) {
      beforeOpen(source, READ);
      beforeOpen(target, CREATE);
    }
  }

  private Verdict ask(Path file, FileOperation operation) {
    tally.asked();
    Decision decision = ScopedValue.where(asking, file).call(() -> callbacks.ask(operation));
    tally.decided(decision);
    return decision.verdict();
  }

  private void refuseReentry(Path file) {
    if (asking.isBound()) {
      throw new IllegalStateException(
          "The callback that decides on "
              + asking.get()
              + " opens "
              + file
              + " through its own volume; FileOperation.content() has the bytes.");
    }
  }
}
