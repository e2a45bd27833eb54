package io.filterport.volumes.nio;

import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.Watchable;
import java.util.List;

/**
 * A watch key that speaks of guarded paths. Safe for use by any thread; equal to every other
 * wrapper of the same key, so that it may be looked up in maps.
 */
record FilteredWatchKey(FilteredFileSystem fileSystem, WatchKey delegate) implements WatchKey {

  @Override
  public boolean isValid() {
    return delegate.isValid();
  }

  @Override
  public List<WatchEvent<?>> pollEvents() {
    return delegate.pollEvents().stream().<WatchEvent<?>>map(this::wrap).toList();
  }

  private WatchEvent<?> wrap(WatchEvent<?> event) {
    return event.context() instanceof Path path
        ? new FilteredWatchEvent(event, fileSystem.wrap(path))
        : event;
  }

  @Override
  public boolean reset() {
    return delegate.reset();
  }

  @Override
  public void cancel() {
    delegate.cancel();
  }

  @Override
  public Watchable watchable() {
    Watchable watched = delegate.watchable();
    return watched instanceof Path path ? fileSystem.wrap(path) : watched;
  }

  /** An event about an entry of a directory. */
  private record FilteredWatchEvent(WatchEvent<?> delegate, Path context)
      implements WatchEvent<Path> {

    @Override
    @SuppressWarnings("unchecked") // an event whose context is a path is of a kind of paths
    public Kind<Path> kind() {
      return (Kind<Path>) delegate.kind();
    }

    @Override
    public int count() {
      return delegate.count();
    }
  }
}
