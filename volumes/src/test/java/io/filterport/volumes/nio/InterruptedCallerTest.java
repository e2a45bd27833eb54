package io.filterport.volumes.nio;

import static io.filterport.volumes.nio.MarkerScanner.MARKER;
import static io.filterport.volumes.nio.MarkerScanner.REASON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filterport.volume.Verdict;
import io.filterport.volume.VolumeOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the default file system, whose channels an interrupt closes. */
@DisplayName("a thread with a pending interrupt")
class InterruptedCallerTest {
  @TempDir private Path outside;

  private final MarkerScanner scanner = new MarkerScanner();

  @AfterEach
  void clear() {
    boolean ignored = Thread.interrupted();
  }

  private Path guard(VolumeOptions options) {
    NioVolume volume = NioVolume.wrap(outside.getFileSystem(), options);
    volume.attach("320000", scanner);
    return volume.fileSystem().getPath(outside.toString());
  }

  @Test
  @DisplayName("opens nothing unscanned, whatever the default verdict is, and stays interrupted")
  void marked() throws IOException {
    Files.writeString(outside.resolve("file"), MARKER);
    Path inside = guard(VolumeOptions.named("guarded").withDefaultVerdict(Verdict.ALLOW));
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(() -> Files.newInputStream(inside.resolve("file")))
        .satisfies(e -> assertThat(e.getReason()).isEqualTo(REASON));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  @DisplayName("may keep what it wrote, if that is clean")
  void clean() throws IOException {
    Path inside = guard(VolumeOptions.named("guarded").withDefaultVerdict(Verdict.DENY));
    try (OutputStream stream = Files.newOutputStream(inside.resolve("new"))) {
      stream.write('x');
      Thread.currentThread().interrupt();
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(outside.resolve("new")).hasContent("x");
  }

  @Test
  @DisplayName("has its post-operation callbacks read what stands there")
  void afterwards() throws IOException {
    Path file = Files.writeString(outside.resolve("file"), "text");
    NioVolume volume = NioVolume.wrap(outside.getFileSystem(), VolumeOptions.named("guarded"));
    List<String> seen = new ArrayList<>();
    volume.attach(
        "320000",
        operation -> Verdict.ALLOW,
        (operation, status) -> {
          try {
            seen.add(MarkerScanner.text(operation.content()));
          } catch (IOException e) {
            seen.add(e.toString());
          }
        });
    Thread.currentThread().interrupt();
    Files.newInputStream(volume.fileSystem().getPath(file.toString())).close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(seen).containsExactly("text");
  }
}
