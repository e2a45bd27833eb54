package io.filterport.volumes.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous channel that can write, whose close asks, on the thread that closes. Safe for use
 * by any thread.
 */
final class FilteredAsynchronousFileChannel extends AsynchronousFileChannel {
  private final AsynchronousFileChannel delegate;
  private final Writing writing;

  FilteredAsynchronousFileChannel(AsynchronousFileChannel delegate, Writing writing) {
    this.delegate = delegate;
    this.writing = writing;
  }

  @Override
  public boolean isOpen() {
    return delegate.isOpen();
  }

  @Override
  public void close() throws IOException {
    writing.close(delegate);
  }

  @Override
  public long size() throws IOException {
    return delegate.size();
  }

  @Override
  public AsynchronousFileChannel truncate(long size) throws IOException {
    delegate.truncate(size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    delegate.force(metaData);
  }

  @Override
  public <A extends @Nullable Object> void read(
      ByteBuffer target,
      long position,
      A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    delegate.read(target, position, attachment, handler);
  }

  @Override
  public Future<Integer> read(ByteBuffer target, long position) {
    return delegate.read(target, position);
  }

  @Override
  public <A extends @Nullable Object> void write(
      ByteBuffer source,
      long position,
      A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    delegate.write(source, position, attachment, handler);
  }

  @Override
  public Future<Integer> write(ByteBuffer source, long position) {
    return delegate.write(source, position);
  }

  @Override
  public <A extends @Nullable Object> void lock(
      long position,
      long size,
      boolean shared,
      A attachment,
      CompletionHandler<FileLock, ? super A> handler) {
    delegate.lock(position, size, shared, attachment, new LockHandler<A>(this, handler));
  }

  @Override
  public Future<FileLock> lock(long position, long size, boolean shared) {
    return new LockFuture(this, delegate.lock(position, size, shared));
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    FileLock lock = delegate.tryLock(position, size, shared);
    return lock == null ? null : new FilteredFileLock(this, lock);
  }

  /** Hands a lock on as one of the guarded channel. */
  private record LockHandler<A extends @Nullable Object>(
      AsynchronousFileChannel channel, CompletionHandler<FileLock, ? super A> handler)
      implements CompletionHandler<FileLock, A> {

    @Override
    public void completed(FileLock lock, A attachment) {
      handler.completed(new FilteredFileLock(channel, lock), attachment);
    }

    @Override
    public void failed(Throwable failure, A attachment) {
      handler.failed(failure, attachment);
    }
  }

  /** A lock of the guarded channel, some time. */
  private record LockFuture(AsynchronousFileChannel channel, Future<FileLock> delegate)
      implements Future<FileLock> {

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return delegate.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean isCancelled() {
      return delegate.isCancelled();
    }

    @Override
    public boolean isDone() {
      return delegate.isDone();
    }

    @Override
    public FileLock get() throws InterruptedException, ExecutionException {
      return new FilteredFileLock(channel, delegate.get());
    }

    @Override
    public FileLock get(long timeout, TimeUnit unit)
        throws InterruptedException, ExecutionException, TimeoutException {
      return new FilteredFileLock(channel, delegate.get(timeout, unit));
    }
  }
}
