package io.filterport.volumes.nio;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A file channel that can write, whose close asks. Safe for use by any thread. */
final class FilteredFileChannel extends FileChannel {
  private final FileChannel delegate;
  private final Writing writing;

  FilteredFileChannel(FileChannel delegate, Writing writing) {
    this.delegate = delegate;
    this.writing = writing;
  }

  /** A call of the delegate. */
  private interface Call<T extends @Nullable Object> {
    T run() throws IOException;
  }

  /** An interrupt closes the delegate; this closes with it, and asks. */
  private <T extends @Nullable Object> T run(Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (ClosedChannelException e) {
      closeIfDelegateIs(e);
      throw e;
    }
  }

  private void closeIfDelegateIs(ClosedChannelException why) {
    if (!isOpen() || delegate.isOpen()) {
      return;
    }
    try {
      close();
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  @Override
  protected void implCloseChannel() throws IOException {
    writing.close(delegate);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return run(() -> delegate.read(target));
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    return run(() -> delegate.read(targets, offset, length));
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return run(() -> delegate.read(target, position));
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return run(() -> delegate.write(source));
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    return run(() -> delegate.write(sources, offset, length));
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    return run(() -> delegate.write(source, position));
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return run(() -> delegate.transferTo(position, count, target));
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    return run(() -> delegate.transferFrom(source, position, count));
  }

  @Override
  public long position() throws IOException {
    return run(delegate::position);
  }

  @Override
  public FileChannel position(long position) throws IOException {
    run(() -> delegate.position(position));
    return this;
  }

  @Override
  public long size() throws IOException {
    return run(delegate::size);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    run(() -> delegate.truncate(size));
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    run(
        () -> {
          delegate.force(metaData);
          return this;
        });
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return run(() -> delegate.map(mode, position, size));
  }

  @Override
  public MemorySegment map(MapMode mode, long position, long size, Arena arena) throws IOException {
    return run(() -> delegate.map(mode, position, size, arena));
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return new FilteredFileLock(this, run(() -> delegate.lock(position, size, shared)));
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    FileLock lock = run(() -> delegate.tryLock(position, size, shared));
    return lock == null ? null : new FilteredFileLock(this, lock);
  }
}
