package io.filterport.volumes.nio;

import java.nio.file.FileSystem;

/** A guarded view of its own callbacks, which end with it. Safe for use by any thread. */
final class DetachingFileSystem extends FilteredFileSystem {
  private final Runnable detach;
  private volatile boolean closed;

  DetachingFileSystem(FileSystem delegate, Gate gate, Runnable detach) {
    super(delegate, gate);
    this.detach = detach;
  }

  /** In this order: who finds nobody to ask finds the view closed. */
  @Override
  public void close() {
    closed = true;
    detach.run();
  }

  @Override
  public boolean isOpen() {
    return !closed && super.isOpen();
  }
}
