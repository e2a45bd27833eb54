package io.filterport.volumes.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filterport.volume.VolumeOptions;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system without file channels: a ZIP archive. */
class SeekableContentTest {
  @TempDir private Path directory;

  private FileSystem archive;

  @BeforeEach
  void pack() throws IOException {
    URI uri = URI.create("jar:" + directory.resolve("archive.zip").toUri());
    try (FileSystem empty = FileSystems.newFileSystem(uri, Map.of("create", "true"))) {
      Files.writeString(empty.getPath("/good"), "0123456789");
      Files.writeString(empty.getPath("/bad"), "x".repeat(5000) + MarkerScanner.MARKER);
    }
    archive = FileSystems.newFileSystem(uri, Map.of());
  }

  @AfterEach
  void close() throws IOException {
    archive.close();
  }

  @Test
  @DisplayName("reads at any position, and says where the end is")
  void reads() throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(archive.getPath("/good"));
    try (var content = SeekableContent.of(channel)) {
      assertThat(content).isInstanceOf(SeekableContent.class);
      assertThat(content.size()).isEqualTo(10);
      byte[] bytes = new byte[4];
      assertThat(content.read(7, MemorySegment.ofArray(bytes))).isEqualTo(3);
      assertThat(bytes).containsExactly('7', '8', '9', 0);
      assertThat(content.read(1, MemorySegment.ofArray(bytes))).isEqualTo(4);
      assertThat(bytes).asString().isEqualTo("1234");
      assertThat(content.read(10, MemorySegment.ofArray(bytes))).isEqualTo(-1);
    }
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  @DisplayName("a volume over an archive looks into its files")
  void guardsArchive() throws IOException {
    NioVolume volume = NioVolume.wrap(archive, VolumeOptions.named("archive"));
    volume.attach("1", new MarkerScanner());
    assertThat(Files.readString(volume.fileSystem().getPath("/good"))).isEqualTo("0123456789");
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(() -> Files.readString(volume.fileSystem().getPath("/bad")));
  }
}
