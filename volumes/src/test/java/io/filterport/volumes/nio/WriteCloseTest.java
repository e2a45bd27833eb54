package io.filterport.volumes.nio;

import static io.filterport.volumes.nio.ProviderCall.bytes;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.CallbackStack;
import io.filterport.volumes.Tally;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When the close of a writer asks, and what it finds. */
class WriteCloseTest {
  @TempDir private Path outside;

  private final KindFilter filter = new KindFilter();
  private NioVolume volume;
  private Path inside;

  @BeforeEach
  void guard() {
    volume = NioVolume.wrap(outside.getFileSystem(), VolumeOptions.named("guarded"));
    inside = volume.fileSystem().getPath(outside.toString());
  }

  /** The channels that can write. */
  enum Writer {
    BYTE_CHANNEL {
      @Override
      Channel open(Path file, OpenOption... options) throws IOException {
        return Files.newByteChannel(file, options);
      }
    },
    FILE_CHANNEL {
      @Override
      Channel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, options);
      }
    },
    ASYNCHRONOUS_FILE_CHANNEL {
      @Override
      Channel open(Path file, OpenOption... options) throws IOException {
        return AsynchronousFileChannel.open(file, options);
      }
    };

    abstract Channel open(Path file, OpenOption... options) throws IOException;
  }

  private Volume.Attachment attach() {
    return volume.attach("320000", filter);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a channel asks once, however often it is closed, and is closed even if denied")
  void closesOnce(Writer writer) throws IOException {
    KindFilter denies = new KindFilter(1);
    volume.attach("320000", denies);
    Channel channel = writer.open(inside.resolve("new"), CREATE, WRITE);
    assertThat(channel.isOpen()).isTrue();
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(channel::close)
        .satisfies(e -> assertThat(e.getReason()).isEqualTo(KindFilter.REASON));
    assertThat(channel.isOpen()).isFalse();
    channel.close();
    assertThat(denies.asked).containsExactly("CREATE new:", "WRITE_CLOSE new:");
  }

  @Test
  @DisplayName("a channel of a file system without file channels is guarded as well")
  void plainChannels() throws IOException {
    Configuration withoutFeatures = Configuration.unix().toBuilder().setSupportedFeatures().build();
    try (FileSystem delegate = Jimfs.newFileSystem(withoutFeatures)) {
      Path file =
          OperationsContract.guarded(delegate.getPath("").toAbsolutePath(), filter).resolve("new");
      try (SeekableByteChannel channel = Files.newByteChannel(file, CREATE, WRITE)) {
        assertThat(channel).isNotInstanceOf(FileChannel.class);
        channel.write(bytes("more"));
        assertThat(channel.truncate(3)).isSameAs(channel);
        assertThat(channel.position(1)).isSameAs(channel);
        assertThat(channel.position()).isEqualTo(1);
        assertThat(channel.size()).isEqualTo(3);
        assertThat(channel.isOpen()).isTrue();
      }
      assertThat(filter.asked).containsExactly("CREATE new:", "WRITE_CLOSE new:mor");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("who attaches while a file is open is asked when it is closed")
  void attachedLate(Writer writer) throws IOException {
    try (Channel channel = writer.open(inside.resolve("new"), CREATE, WRITE)) {
      attach();
      assertThat(channel.isOpen()).isTrue();
    }
    assertThat(filter.asked).containsExactly("WRITE_CLOSE new:");
  }

  @Test
  @DisplayName("who has detached is not asked")
  void detached() throws IOException {
    Volume.Attachment attachment = attach();
    try (OutputStream stream = Files.newOutputStream(inside.resolve("new"))) {
      stream.write(1);
      attachment.close();
    }
    assertThat(filter.asked).containsExactly("CREATE new:");
  }

  @Test
  @DisplayName("what was renamed, replaced or deleted while it was written is not taken for clean")
  void notThereAnyMore() throws IOException {
    Path file = inside.resolve("new");
    AtomicReference<Throwable> seen = new AtomicReference<>();
    volume.attach(
        "320000",
        operation -> {
          if (operation.kind() == Kind.WRITE_CLOSE) {
            assertThat(operation.size()).isZero();
            assertThatThrownBy(operation::content).satisfies(seen::set);
            operation.content();
          }
          return Verdict.ALLOW;
        });
    Files.writeString(outside.resolve("clean"), "clean");
    for (Action meanwhile :
        List.<Action>of(
            () -> Files.delete(outside.resolve("new")),
            () -> Files.move(outside.resolve("new"), outside.resolve("moved")),
            () -> Files.move(outside.resolve("clean"), outside.resolve("new"), REPLACE_EXISTING))) {
      OutputStream stream = Files.newOutputStream(file);
      meanwhile.run();
      assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(stream::close);
      assertThat(seen.getAndSet(null)).isInstanceOf(NoSuchFileException.class);
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  @Test
  @DisplayName("a callback that closes a writer of its own volume fails")
  void reentryFails() throws IOException {
    OutputStream stream = Files.newOutputStream(inside.resolve("new"));
    AtomicReference<Throwable> seen = new AtomicReference<>();
    volume.attach(
        "320000",
        operation -> {
          assertThatThrownBy(stream::close).satisfies(seen::set);
          return Verdict.ALLOW;
        });
    Files.delete(inside.resolve("new"));
    assertThat(seen.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("through its own volume");
  }

  @Test
  @DisplayName("a close that fails asks, too: the file may have been written all the same")
  void failedClose() throws IOException {
    Outcome outcome = new Outcome();
    assertThat(failedClose(filter, outcome)).hasNoSuppressedExceptions();
    assertThat(filter.asked).containsExactly("WRITE_CLOSE new:more");
    assertThat(outcome.told).containsExactly("WRITE_CLOSE new STATUS_UNSUCCESSFUL");
  }

  @Test
  @DisplayName("a close that fails and is denied says why it failed, and the denial beside it")
  void failedAndDenied() throws IOException {
    assertThat(failedClose(new KindFilter(0), new Outcome()).getSuppressed())
        .singleElement()
        .isInstanceOf(AccessDeniedException.class);
  }

  /** {@return what the writer is told, which is the failure} */
  private IOException failedClose(KindFilter asked, Outcome outcome) throws IOException {
    VolumeOptions options = VolumeOptions.named("guarded");
    CallbackStack callbacks = new CallbackStack(options);
    callbacks.attach("320000", asked, outcome);
    Path file = Files.writeString(outside.resolve("new"), "more");
    Gate gate = new Gate(callbacks, new Tally(), options);
    Writing writing = new Writing(gate, file, new OpenMode(Set.of(WRITE)));
    IOException full = new IOException("the disk is full");
    assertThatThrownBy(
            () ->
                writing.close(
                    () -> {
                      throw full;
                    }))
        .isSameAs(full);
    return full;
  }

  @Test
  @DisplayName("an interrupt closes a file channel, and the close asks")
  void interrupted() throws IOException {
    volume.attach(
        "320000",
        operation -> {
          filter.asked.add(operation.kind().name());
          return Verdict.ALLOW;
        });
    FileChannel channel = FileChannel.open(inside.resolve("new"), CREATE, WRITE);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(ClosedByInterruptException.class)
        .isThrownBy(() -> channel.write(bytes("more")));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(channel.isOpen()).isFalse();
    assertThat(filter.asked).containsExactly("CREATE", "WRITE_CLOSE");
  }

  @Test
  @DisplayName("a close that is denied after an interrupt is told with it")
  void interruptedAndDenied() throws IOException {
    FileChannel channel = FileChannel.open(inside.resolve("new"), CREATE, WRITE);
    volume.attach("320000", operation -> Verdict.DENY);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(ClosedByInterruptException.class)
        .isThrownBy(() -> channel.write(bytes("more")))
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .hasOnlyElementsOfType(AccessDeniedException.class)
                    .hasSize(1));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  @DisplayName("bytes are on the file before anybody is asked")
  void flushed() throws IOException {
    attach();
    try (OutputStream stream = Files.newOutputStream(inside.resolve("new"))) {
      stream.write("text".getBytes(US_ASCII));
      stream.write('!');
      stream.flush();
    }
    assertThat(filter.asked).containsExactly("CREATE new:", "WRITE_CLOSE new:text!");
  }
}
