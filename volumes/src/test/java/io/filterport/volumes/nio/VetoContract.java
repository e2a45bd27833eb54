package io.filterport.volumes.nio;

import static io.filterport.volumes.nio.MarkerScanner.FORBIDDEN_NAME;
import static io.filterport.volumes.nio.MarkerScanner.MARKER;
import static io.filterport.volumes.nio.MarkerScanner.REASON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filterport.Timeout;
import io.filterport.security.AccessToken;
import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import io.filterport.volume.VolumeCounters;
import io.filterport.volume.VolumeOptions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What is asked and what a denial does, over any file system. */
abstract class VetoContract {
  private final MarkerScanner scanner = new MarkerScanner();
  private Path outside;
  private NioVolume volume;
  private Path inside;

  /** An empty directory of the delegate. */
  abstract Path directory() throws IOException;

  @BeforeEach
  void guard() throws IOException {
    outside = directory();
    volume = NioVolume.wrap(outside.getFileSystem(), VolumeOptions.named("guarded"));
    inside = volume.fileSystem().getPath(outside.toString());
    volume.attach("320000", scanner);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(outside.resolve(name), text);
  }

  private static void assertDenied(Path file, WayToOpen way) {
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(() -> way.open(file))
        .satisfies(e -> assertThat(e.getReason()).isEqualTo(REASON))
        .satisfies(e -> assertThat(e.getFile()).isEqualTo(file.toString()));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "COPY_TARGET")
  @DisplayName("no way leads to a file that a callback denies, and it keeps its bytes")
  void deniesOpen(WayToOpen way) throws IOException {
    Path file = write("bad", "some " + MARKER + " here");
    assertDenied(inside.resolve("bad"), way);
    assertThat(file).hasContent("some " + MARKER + " here");
    assertThat(scanner.asked).containsExactly("OPEN " + file + " 21");
    assertThat(volume.counters()).isEqualTo(new VolumeCounters(1, 0, 1, 0));
    assertThat(outside).isDirectoryNotContaining("glob:**copy");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"COPY_SOURCE", "COPY_TARGET"})
  @DisplayName("every way leads to a file that all callbacks allow")
  void allowsOpen(WayToOpen way) throws IOException {
    Path file = write("good", "harmless");
    way.open(inside.resolve("good"));
    assertThat(scanner.asked).contains("OPEN " + file + " 8");
    assertThat(volume.counters().denied()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a denied creation leaves nothing behind; reading what is not there is not asked")
  void deniesCreate(WayToOpen way) {
    Path file = inside.resolve(FORBIDDEN_NAME);
    if (way.creates) {
      assertDenied(file, way);
      assertThat(scanner.asked).contains("CREATE " + outside.resolve(FORBIDDEN_NAME) + " 0");
    } else {
      assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> way.open(file));
      assertThat(scanner.asked).isEmpty();
    }
    assertThat(outside.resolve(FORBIDDEN_NAME)).doesNotExist();
  }

  @Test
  @DisplayName("a copied link is opened by nobody, until somebody follows it")
  void copiesLinks() throws IOException {
    write("bad", MARKER);
    Files.createSymbolicLink(inside.resolve("link"), inside.resolve("bad"));
    Files.copy(inside.resolve("link"), inside.resolve("other"), LinkOption.NOFOLLOW_LINKS);
    assertThat(outside.resolve("other")).isSymbolicLink();
    assertDenied(inside.resolve("other"), WayToOpen.INPUT_STREAM);
  }

  @Test
  @DisplayName("a new name changes no verdict, and what is denied can be removed")
  void renames() throws IOException {
    write("bad", MARKER);
    Files.move(inside.resolve("bad"), inside.resolve("new"));
    assertDenied(inside.resolve("new"), WayToOpen.INPUT_STREAM);
    Files.delete(inside.resolve("new"));
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  @DisplayName("copies and moves to and from another provider are asked about")
  void crossesProviders() throws IOException {
    write("bad", MARKER);
    write("good", "harmless");
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(() -> Files.copy(inside.resolve("bad"), outside.resolve("stolen")));
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(() -> Files.copy(outside.resolve("good"), inside.resolve(FORBIDDEN_NAME)));
    Files.copy(inside.resolve("good"), outside.resolve("out"));
    Files.move(outside.resolve("out"), inside.resolve("in"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(outside.resolve("in")).hasContent("harmless");
    assertThat(outside.resolve("stolen")).doesNotExist();
    assertThat(outside.resolve(FORBIDDEN_NAME)).doesNotExist();
  }

  @Test
  @DisplayName("a callback that throws lets the open fail by default, and is counted")
  void failureDenies() throws IOException {
    write("good", "harmless");
    volume.attach(
        "400000",
        operation -> {
          throw new IllegalStateException("broken");
        });
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(() -> Files.readString(inside.resolve("good")))
        .satisfies(e -> assertThat(e.getReason()).contains("altitude 400000"));
    assertThat(volume.counters()).isEqualTo(new VolumeCounters(1, 0, 0, 1));
  }

  @Test
  @DisplayName("a callback that opens through its own volume fails instead of asking itself")
  void reentryFails() throws IOException {
    write("good", "harmless");
    AtomicReference<Throwable> seen = new AtomicReference<>();
    volume.attach(
        "1",
        operation -> {
          try {
            return Files.readString(inside.resolve("good")).isEmpty()
                ? Verdict.DENY
                : Verdict.ALLOW;
          } catch (IllegalStateException e) {
            seen.set(e);
            throw e;
          }
        });
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(() -> Files.readString(inside.resolve("good")));
    assertThat(seen.get()).hasMessageContaining("through its own volume");
  }

  @Test
  @DisplayName("an operation tells who asks and how long, and is dead after the callback")
  void describesOperation() throws IOException {
    write("good", "harmless");
    AtomicReference<FileOperation> kept = new AtomicReference<>();
    volume.attach(
        "1",
        operation -> {
          kept.set(operation);
          assertThat(operation.content()).isSameAs(operation.content());
          return Verdict.ALLOW;
        });
    Files.readString(inside.resolve("good"));
    FileOperation operation = kept.get();
    assertThat(operation.processId()).isEqualTo(ProcessHandle.current().pid());
    assertThat(operation.userId()).isEqualTo(AccessToken.UNKNOWN);
    assertThat(operation.timeLeft().kind()).isNotEqualTo(Timeout.Kind.INFINITE);
    assertThat(operation.timeLeft().nanos()).isLessThanOrEqualTo(TimeUnit.SECONDS.toNanos(5));
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(operation::content);
    assertThat(volume.counters()).isEqualTo(new VolumeCounters(1, 1, 0, 0));
  }

  @Test
  @DisplayName("time that has run out leaves a poll")
  void timeRunsOut() throws IOException {
    write("good", "harmless");
    NioVolume hasty =
        NioVolume.wrap(
            outside.getFileSystem(),
            VolumeOptions.named("hasty").withTimeLimit(Duration.ofNanos(1)));
    AtomicReference<FileOperation> kept = new AtomicReference<>();
    hasty.attach(
        "1",
        operation -> {
          kept.set(operation);
          return Verdict.ALLOW;
        });
    Files.readString(hasty.fileSystem().getPath(outside.resolve("good").toString()));
    assertThat(kept.get().timeLeft()).isEqualTo(Timeout.poll());
  }

  @Test
  @DisplayName("callbacks of several openers run at the same time")
  void runsConcurrently() throws Exception {
    write("good", "harmless");
    CyclicBarrier together = new CyclicBarrier(2);
    volume.attach(
        "1",
        operation -> {
          try {
            together.await();
            return Verdict.ALLOW;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    Callable<String> opener = () -> Files.readString(inside.resolve("good"));
    try (ExecutorService openers = Executors.newFixedThreadPool(2)) {
      for (Future<String> read : openers.invokeAll(List.of(opener, opener))) {
        assertThat(read.get()).isEqualTo("harmless");
      }
    }
  }

  @Test
  @DisplayName("a closed volume asks nobody, its file system stays usable")
  void closed() throws IOException {
    write("bad", MARKER);
    volume.close();
    assertThat(Files.readString(inside.resolve("bad"))).isEqualTo(MARKER);
    assertThat(scanner.asked).isEmpty();
    assertThat(volume.counters()).isEqualTo(new VolumeCounters(0, 0, 0, 0));
  }
}
