package io.filterport.verify.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.MessageHeader;
import io.filterport.PortSpace;
import io.filterport.filter.ClientProcess;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.PortAttributes;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.spi.FilterHost;
import io.filterport.spi.FilterProvider;
import io.filterport.verify.examples.pages.SizeFilter;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.nio.NioVolume;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/writing-filters.md} shows, compiled and run. */
@DisplayName("the page about writing filters")
class FilterPageTest {
  private static final long SIZE = (64L << 20) + 1;
  private static final String PAGES = "src/test/java/io/filterport/verify/examples/pages/";
  private static final String PROVIDERS =
      "src/test/resources/META-INF/services/io.filterport.spi.FilterProvider";

  @Test
  @DisplayName("shows a filter that compiles")
  void filter() throws IOException {
    String source = Files.readString(Path.of(PAGES, "SizeFilter.java"));
    assertThat(page()).contains(fenced("java", source.substring(source.indexOf("import "))));
  }

  @Test
  @DisplayName("shows a program that compiles, which opens a volume itself")
  void program() throws IOException {
    String source = Files.readString(Path.of(PAGES, "GuardingProgram.java"));
    String method = source.substring(source.indexOf("  static void"), source.lastIndexOf('}'));
    assertThat(page()).contains(fenced("java", method.stripTrailing().stripIndent()));
  }

  private static String page() throws IOException {
    return Files.readString(Example.TOP.resolve("docs/writing-filters.md"));
  }

  private static String fenced(String language, String lines) {
    return "```" + language + "\n" + lines.strip() + "\n```\n";
  }

  @Test
  @DisplayName("shows a service entry by which the filter is found")
  void entry() throws IOException {
    assertThat(ServiceLoader.load(FilterProvider.class)).anyMatch(SizeFilter.class::isInstance);
    String line = Files.readString(Path.of(PROVIDERS)).replaceFirst(".*\\.", "");
    assertThat(page()).contains(fenced("text", line));
  }

  @Test
  @DisplayName("shows a filter that denies what is too large, tells of it, and unloads")
  void works(@TempDir Path directory) throws Exception {
    Path large = directory.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(SIZE);
    }
    PortSpace space = PortSpace.embedded();
    try (NioVolume volume = NioVolume.wrap(FileSystems.getDefault(), VolumeOptions.named("files"));
        FilterManager manager = FilterManager.in(space)) {
      FilterProvider provider = new SizeFilter();
      provider.start(new Host(manager.register(provider.registration()), List.of(volume)));
      Path seen = volume.fileSystem().getPath(large.toString());
      assertThat(toldOf(space, seen)).isEqualTo(large.toString());
      manager.unload("size", false);
      try (SeekableByteChannel channel = Files.newByteChannel(seen)) {
        assertThat(channel.size()).isEqualTo(SIZE);
      }
    }
  }

  private static String toldOf(PortSpace space, Path file) {
    try (FilterPort port = FilterPort.connect(space, "\\SizePort")) {
      MemorySegment buffer = Buffers.allocate(4096);
      Overlapped get = Overlapped.create();
      port.getMessage(buffer, get);
      assertThatThrownBy(() -> Files.newInputStream(file))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("size: more than 67108864 bytes");
      MemorySegment message = buffer.asSlice(0, get.result()).asSlice(MessageHeader.SIZE);
      return new String(Buffers.bytes(message), StandardCharsets.UTF_8);
    }
  }

  private record Host(Filter filter, List<Volume> volumes) implements FilterHost {
    @Override
    public PortAttributes port(String portName) {
      return PortAttributes.named(portName);
    }

    @Override
    public int maxConnections() {
      return 1;
    }

    @Override
    public Exemption exempt(ClientProcess client) {
      return () -> {};
    }
  }
}
