package io.filterport.volumes.nio;

import static io.filterport.volumes.nio.ProviderCall.bytes;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each method of a guarded channel does what the delegate's does, and gives nothing away. */
class FilteredAsynchronousFileChannelTest {
  @TempDir private Path directory;

  interface OnChannel extends SideBySide.Method<AsynchronousFileChannel> {}

  private static Map<String, OnChannel> methods() {
    Map<String, OnChannel> methods = new LinkedHashMap<>();
    methods.put("read", c -> c.read(ByteBuffer.allocate(9), 1).get());
    methods.put("read, handled", FilteredAsynchronousFileChannelTest::readHandled);
    methods.put("write", c -> c.write(bytes("ab"), 3).get());
    methods.put("write, handled", FilteredAsynchronousFileChannelTest::writeHandled);
    methods.put("size", AsynchronousFileChannel::size);
    methods.put("truncate", c -> c.truncate(1).equals(c));
    methods.put("force", FilteredAsynchronousFileChannelTest::force);
    methods.put("isOpen", AsynchronousFileChannel::isOpen);
    methods.put("size closed", FilteredAsynchronousFileChannelTest::sizeClosed);
    methods.put("lock", c -> lock(c, c.lock().get()));
    methods.put("lock in time", c -> lock(c, c.lock(1, 2, true).get(1, TimeUnit.HOURS)));
    methods.put("lock, handled", FilteredAsynchronousFileChannelTest::lockHandled);
    methods.put("lock, failed", FilteredAsynchronousFileChannelTest::lockFailed);
    methods.put("lock, done", FilteredAsynchronousFileChannelTest::lockDone);
    methods.put("lock -1", c -> c.lock(-1, 2, false).get());
    methods.put("tryLock", c -> lock(c, c.tryLock()));
    return methods;
  }

  /** Completes a future. */
  private record Handler<T>(CompletableFuture<T> result) implements CompletionHandler<T, String> {
    Handler() {
      this(new CompletableFuture<>());
    }

    @Override
    public void completed(T value, String attachment) {
      assertThat(attachment).isEqualTo("attached");
      result.complete(value);
    }

    @Override
    public void failed(Throwable failure, String attachment) {
      result.completeExceptionally(failure);
    }
  }

  private static Object readHandled(AsynchronousFileChannel channel) throws Exception {
    Handler<Integer> handler = new Handler<>();
    channel.read(ByteBuffer.allocate(9), 1, "attached", handler);
    return handler.result().get();
  }

  private static Object writeHandled(AsynchronousFileChannel channel) throws Exception {
    Handler<Integer> handler = new Handler<>();
    channel.write(bytes("ab"), 1, "attached", handler);
    return handler.result().get();
  }

  private static Object force(AsynchronousFileChannel channel) throws IOException {
    channel.force(false);
    return channel.size();
  }

  private static Object sizeClosed(AsynchronousFileChannel channel) throws IOException {
    channel.close();
    return channel.size();
  }

  private static Object lockHandled(AsynchronousFileChannel channel) throws Exception {
    Handler<FileLock> handler = new Handler<>();
    channel.lock(0, 9, false, "attached", handler);
    return lock(channel, handler.result().get());
  }

  private static Object lockFailed(AsynchronousFileChannel channel) throws Exception {
    channel.close();
    Handler<FileLock> handler = new Handler<>();
    channel.lock(0, 9, false, "attached", handler);
    return handler.result().handle((lock, failure) -> failure.getClass()).get();
  }

  private static Object lockDone(AsynchronousFileChannel channel) throws Exception {
    Future<FileLock> lock = channel.lock();
    lock.get().release();
    return lock.isDone() + " " + lock.isCancelled() + lock.cancel(true);
  }

  private static String lock(AsynchronousFileChannel channel, @Nullable FileLock granted)
      throws IOException {
    FileLock lock = Objects.requireNonNull(granted);
    boolean own = channel.equals(lock.acquiredBy());
    boolean valid = lock.isValid();
    lock.release();
    return own + " " + valid + lock.isValid() + lock.position() + lock.size() + lock.isShared();
  }

  static Stream<String> names() {
    return methods().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("methods of an asynchronous file channel agree with the delegate's")
  void agrees(String name) throws IOException {
    OnChannel method = Objects.requireNonNull(methods().get(name));
    SideBySide.agree(directory, file -> AsynchronousFileChannel.open(file, READ, WRITE), method);
  }
}
