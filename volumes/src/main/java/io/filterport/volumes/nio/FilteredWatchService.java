package io.filterport.volumes.nio;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A watch service whose keys and events speak of guarded paths. Safe for use by any thread. */
record FilteredWatchService(FilteredFileSystem fileSystem, WatchService delegate)
    implements WatchService {

  WatchKey register(Path directory, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
      throws IOException {
    return wrap(directory.register(delegate, events, modifiers));
  }

  private WatchKey wrap(WatchKey key) {
    return new FilteredWatchKey(fileSystem, key);
  }

  private @Nullable WatchKey wrapOrNull(@Nullable WatchKey key) {
    return key == null ? null : wrap(key);
  }

  @Override
  public @Nullable WatchKey poll() {
    return wrapOrNull(delegate.poll());
  }

  @Override
  public @Nullable WatchKey poll(long timeout, TimeUnit unit) throws InterruptedException {
    return wrapOrNull(delegate.poll(timeout, unit));
  }

  @Override
  public WatchKey take() throws InterruptedException {
    return wrap(delegate.take());
  }

  @Override
  public void close() throws IOException {
    delegate.close();
  }
}
