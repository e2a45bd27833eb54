package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DescriptorContentTest {
  private final int file = MemFd.create("content");

  private DescriptorContent content(String text) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocateFrom(text);
      Fds.writeAt(file, bytes.asSlice(0, bytes.byteSize() - 1), 0);
    }
    return new DescriptorContent(file, text.length());
  }

  @Test
  void heapAndNativeBuffersGetTheBytesAtThePosition() throws IOException {
    try (DescriptorContent content = content("0123456789");
        Arena arena = Arena.ofConfined()) {
      byte[] bytes = new byte[4];
      MemorySegment memory = arena.allocate(4);
      assertThat(content.read(3, MemorySegment.ofArray(bytes))).isEqualTo(4);
      assertThat(content.read(3, memory)).isEqualTo(4);
      assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo("3456");
      assertThat(memory.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
      assertThat(content.size()).isEqualTo(10);
    }
  }

  @Test
  void theEndIsMinusOneAndNothingWantedIsZero() throws IOException {
    try (DescriptorContent content = content("0123456789")) {
      assertThat(content.read(8, MemorySegment.ofArray(new byte[4]))).isEqualTo(2);
      assertThat(content.read(10, MemorySegment.ofArray(new byte[4]))).isEqualTo(-1);
      assertThat(content.read(10, MemorySegment.ofArray(new byte[0]))).isZero();
    }
  }

  @Test
  void bytesThatCameAfterTheHandOverCanBeRead() throws IOException {
    try (DescriptorContent content = content("0123456789")) {
      assertThat(MemFd.truncate(file, 100_000)).isZero();
      assertThat(content.read(50_000, MemorySegment.ofArray(new byte[4]))).isEqualTo(4);
      assertThat(content.size()).isEqualTo(10);
    }
  }

  @Test
  void badArgumentsAreRefused() {
    try (DescriptorContent content = content("0")) {
      MemorySegment buffer = MemorySegment.ofArray(new byte[4]);
      assertThatThrownBy(() -> content.read(-1, buffer))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> content.read(0, buffer.asReadOnly()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void afterCloseNothingReachesTheNumber() {
    DescriptorContent content = content("0");
    content.close();
    content.close();
    assertThat(Fds.size(file)).isEqualTo(-Errno.EBADF);
    assertThat(content.use(fd -> 7)).isEqualTo(-Errno.EBADF);
    assertThatThrownBy(() -> content.read(0, MemorySegment.ofArray(new byte[4])))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void theNumberIsKeptWhileACallUsesIt() {
    DescriptorContent content = content("0123");
    long size =
        content.use(
            fd -> {
              content.close();
              return Fds.size(fd);
            });
    assertThat(size).isEqualTo(4);
    assertThat(Fds.size(file)).isEqualTo(-Errno.EBADF);
  }
}
