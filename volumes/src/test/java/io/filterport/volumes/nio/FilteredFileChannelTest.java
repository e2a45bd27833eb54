package io.filterport.volumes.nio;

import static io.filterport.volumes.nio.ProviderCall.bytes;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each method of a guarded file channel does what the delegate's does, and gives nothing away. */
class FilteredFileChannelTest {
  @TempDir private Path directory;

  interface OnChannel extends SideBySide.Method<FileChannel> {}

  private static Map<String, OnChannel> methods() {
    Map<String, OnChannel> methods = new LinkedHashMap<>();
    methods.put("read", c -> c.read(ByteBuffer.allocate(3)) + " " + c.position());
    methods.put("read at", c -> c.read(ByteBuffer.allocate(9), 2) + " " + c.position());
    methods.put("scatter", c -> c.read(new ByteBuffer[] {ByteBuffer.allocate(1), bytes("xx")}));
    methods.put("write", c -> c.write(bytes("ab")) + " " + c.position());
    methods.put("write at", c -> c.write(bytes("ab"), 6) + " " + c.position());
    methods.put("gather", c -> c.write(new ByteBuffer[] {bytes("ab"), bytes("c")}));
    methods.put("position", c -> c.position(3).position());
    methods.put("position itself", c -> c.position(3).equals(c));
    methods.put("position -1", c -> c.position(-1));
    methods.put("truncate", c -> c.truncate(2).size());
    methods.put("truncate itself", c -> c.truncate(2).equals(c));
    methods.put("size", FileChannel::size);
    methods.put("isOpen", FileChannel::isOpen);
    methods.put("read closed", FilteredFileChannelTest::readClosed);
    methods.put("force", FilteredFileChannelTest::force);
    methods.put("transferTo", FilteredFileChannelTest::transferTo);
    methods.put("transferFrom", FilteredFileChannelTest::transferFrom);
    methods.put("map", c -> c.map(MapMode.READ_WRITE, 0, 2).put(0, (byte) 'X').get(0));
    methods.put("map a segment", FilteredFileChannelTest::mapSegment);
    methods.put("lock", c -> lock(c, c.lock()));
    methods.put("lock shared", c -> lock(c, c.lock(1, 2, true)));
    methods.put("tryLock", c -> lock(c, c.tryLock(1, 2, false)));
    return methods;
  }

  private static Object readClosed(FileChannel channel) throws IOException {
    channel.close();
    return channel.read(ByteBuffer.allocate(1));
  }

  private static Object force(FileChannel channel) throws IOException {
    channel.force(true);
    return channel.size();
  }

  private static Object transferTo(FileChannel channel) throws IOException {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    return channel.transferTo(1, 2, Channels.newChannel(target)) + target.toString(US_ASCII);
  }

  private static Object transferFrom(FileChannel channel) throws IOException {
    var source = Channels.newChannel(new ByteArrayInputStream(new byte[] {'1', '2'}));
    return channel.transferFrom(source, 1, 2);
  }

  private static Object mapSegment(FileChannel channel) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return channel.map(MapMode.READ_ONLY, 0, 2, arena).byteSize();
    }
  }

  private static String lock(FileChannel channel, @Nullable FileLock granted) throws IOException {
    FileLock lock = Objects.requireNonNull(granted);
    boolean own = channel.equals(lock.acquiredBy()) && channel.equals(lock.channel());
    boolean valid = lock.isValid();
    lock.release();
    return own + " " + valid + lock.isValid() + lock.position() + lock.size() + lock.isShared();
  }

  static Stream<String> names() {
    return methods().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("methods of a file channel agree with the delegate's")
  void agrees(String name) throws IOException {
    OnChannel method = Objects.requireNonNull(methods().get(name));
    SideBySide.agree(directory, file -> FileChannel.open(file, READ, WRITE), method);
  }
}
