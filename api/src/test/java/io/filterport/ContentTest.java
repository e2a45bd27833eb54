package io.filterport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentTest {

  private static final byte[] BYTES = "0123456789".getBytes(US_ASCII);

  @TempDir private Path directory;

  enum Kind {
    MEMORY,
    FILE
  }

  private Content open(Kind kind) throws IOException {
    return kind == Kind.MEMORY ? Content.of(BYTES) : Content.of(channel());
  }

  private FileChannel channel() throws IOException {
    return FileChannel.open(Files.write(directory.resolve("file"), BYTES), StandardOpenOption.READ);
  }

  private static String read(Content content, long position, int capacity) throws IOException {
    byte[] bytes = new byte[capacity];
    int count = content.read(position, MemorySegment.ofArray(bytes));
    return count < 0 ? "end" : new String(bytes, 0, count, US_ASCII);
  }

  @ParameterizedTest
  @EnumSource
  void readsAtAnyPositionAndKeepsNone(Kind kind) throws IOException {
    try (Content content = open(kind)) {
      assertThat(content.size()).isEqualTo(10);
      assertThat(read(content, 7, 2)).isEqualTo("78");
      assertThat(read(content, 0, 4)).isEqualTo("0123");
      assertThat(read(content, 8, 100)).isEqualTo("89");
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysWhereTheEndIs(Kind kind) throws IOException {
    try (Content content = open(kind)) {
      assertThat(read(content, 10, 1)).isEqualTo("end");
      assertThat(read(content, 1L << 40, 1)).isEqualTo("end");
      assertThat(read(content, 3, 0)).isEmpty();
      assertThat(read(content, 10, 0)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void fillsNativeMemory(Kind kind) throws IOException {
    try (Content content = open(kind);
        Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(4);
      assertThat(content.read(2, buffer)).isEqualTo(4);
      assertThat(new String(buffer.toArray(ValueLayout.JAVA_BYTE), US_ASCII)).isEqualTo("2345");
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesNegativePositionsAndReadOnlyBuffers(Kind kind) throws IOException {
    try (Content content = open(kind)) {
      assertThatIllegalArgumentException().isThrownBy(() -> read(content, -1, 1));
      MemorySegment readOnly = MemorySegment.ofArray(new byte[1]).asReadOnly();
      assertThatIllegalArgumentException().isThrownBy(() -> content.read(0, readOnly));
    }
  }

  @Test
  void closingClosesTheChannelAndMayBeRepeated() throws IOException {
    FileChannel channel = channel();
    Content content = Content.of(channel);
    content.close();
    content.close();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> read(content, 0, 1)).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void keepsTheSizeOfTheHandOver() throws IOException {
    try (Content content = Content.of(channel())) {
      Files.write(directory.resolve("file"), new byte[99]);
      assertThat(content.size()).isEqualTo(10);
    }
  }
}
