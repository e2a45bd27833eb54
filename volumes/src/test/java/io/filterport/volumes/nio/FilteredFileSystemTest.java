package io.filterport.volumes.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.VolumeOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything but opening: handed on, with guarded paths in and out. */
class FilteredFileSystemTest {
  @TempDir private Path outside;

  private NioVolume volume;
  private FileSystem guarded;
  private Path inside;

  @BeforeEach
  void guard() throws IOException {
    volume = NioVolume.wrap(outside.getFileSystem(), VolumeOptions.named("guarded"));
    guarded = volume.fileSystem();
    inside = guarded.getPath(outside.toString());
    Files.writeString(outside.resolve("file"), "text");
  }

  @Test
  @DisplayName("a volume says what it is called and what it can veto")
  void describesItself() {
    assertThat(volume.name()).isEqualTo("guarded");
    assertThat(volume.capabilities())
        .containsExactly(Kind.CREATE, Kind.OPEN, Kind.WRITE_CLOSE, Kind.RENAME, Kind.DELETE);
  }

  @Test
  @DisplayName("directory streams give guarded paths, to filters too, and open nothing unasked")
  void listsDirectories() throws IOException {
    Files.createDirectory(inside.resolve("directory"));
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(inside, path -> path.getFileSystem().equals(guarded))) {
      assertThat(entries)
          .isNotInstanceOf(SecureDirectoryStream.class)
          .containsExactlyInAnyOrder(inside.resolve("file"), inside.resolve("directory"));
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(inside, "f*")) {
      assertThat(entries).containsExactly(inside.resolve("file"));
    }
    try (Stream<Path> tree = Files.walk(inside)) {
      assertThat(tree).hasSize(3).allMatch(path -> path.getFileSystem().equals(guarded));
    }
  }

  @Test
  @DisplayName("links lead to guarded paths")
  void links() throws IOException {
    Path file = inside.resolve("file");
    Path symbolic = Files.createSymbolicLink(inside.resolve("symbolic"), file);
    Path hard = Files.createLink(inside.resolve("hard"), file);
    assertThat(Files.readSymbolicLink(symbolic)).isEqualTo(file);
    assertThat(symbolic.toRealPath()).isEqualTo(file.toRealPath());
    assertThat(Files.isSameFile(hard, symbolic)).isTrue();
    assertThat(Files.isSameFile(hard, outside.resolve("hard"))).isFalse();
  }

  @Test
  @DisplayName("attributes are the delegate's")
  void attributes() throws IOException {
    Path file = inside.resolve("file");
    FileTime time = FileTime.from(1_000_000, TimeUnit.SECONDS);
    Files.setLastModifiedTime(file, time);
    assertThat(Files.getLastModifiedTime(outside.resolve("file"))).isEqualTo(time);
    assertThat(Files.readAttributes(file, "size")).containsEntry("size", 4L);
    Files.setAttribute(file, "lastModifiedTime", FileTime.fromMillis(0));
    assertThat(Files.getFileAttributeView(file, BasicFileAttributeView.class).readAttributes())
        .satisfies(now -> assertThat(now.lastModifiedTime()).isEqualTo(FileTime.fromMillis(0)));
    assertThat(Files.isHidden(inside.resolve(".hidden"))).isTrue();
    assertThat(Files.isReadable(file)).isTrue();
    assertThat(Files.exists(inside.resolve("nothing"))).isFalse();
    assertThat(Files.isRegularFile(inside.resolve("nothing"))).isFalse();
    assertThat(Files.getFileStore(file)).isEqualTo(Files.getFileStore(outside.resolve("file")));
    assertThat(Files.deleteIfExists(file)).isTrue();
    assertThat(Files.deleteIfExists(file)).isFalse();
  }

  @Test
  @DisplayName("the file system describes itself as its delegate does")
  void describesFileSystem() {
    FileSystem delegate = outside.getFileSystem();
    assertThat(guarded.isOpen()).isTrue();
    assertThat(guarded.isReadOnly()).isFalse();
    assertThat(guarded.getSeparator()).isEqualTo(delegate.getSeparator());
    assertThat(guarded.supportedFileAttributeViews())
        .isEqualTo(delegate.supportedFileAttributeViews());
    assertThat(guarded.getRootDirectories()).allMatch(root -> root.getFileSystem().equals(guarded));
    assertThat(guarded.getFileStores()).isNotEmpty();
    assertThat(guarded.getUserPrincipalLookupService())
        .isEqualTo(delegate.getUserPrincipalLookupService());
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(guarded::close);
  }

  @Test
  @DisplayName("path matchers match guarded paths only")
  void matches() {
    assertThat(guarded.getPathMatcher("glob:**/file").matches(inside.resolve("file"))).isTrue();
    assertThat(guarded.getPathMatcher("glob:**/other").matches(inside.resolve("file"))).isFalse();
    assertThatExceptionOfType(ProviderMismatchException.class)
        .isThrownBy(() -> guarded.getPathMatcher("glob:**").matches(outside));
  }

  @Test
  @DisplayName("watch keys and events speak of guarded paths, and keys can be looked up")
  void watches() throws Exception {
    try (WatchService watcher = guarded.newWatchService()) {
      WatchKey registered = inside.register(watcher, ENTRY_CREATE);
      Map<WatchKey, String> names = Map.of(registered, "inside");
      assertThat(watcher.poll()).isNull();
      Files.createDirectory(inside.resolve("new"));
      WatchKey key = watcher.take();
      assertThat(names).containsKey(key);
      assertThat(key.watchable()).isEqualTo(inside);
      WatchEvent<?> event = key.pollEvents().getFirst();
      assertThat(event.kind()).isEqualTo(ENTRY_CREATE);
      assertThat(event.count()).isEqualTo(1);
      assertThat(event.context()).isEqualTo(guarded.getPath("new"));
      assertThat(key.reset()).isTrue();
      key.cancel();
      assertThat(key.isValid()).isFalse();
    }
  }

  @Test
  @DisplayName("a watch service of the delegate, or of another volume, cannot watch guarded paths")
  void refusesForeignWatchers() throws IOException {
    FileSystem delegate = outside.getFileSystem();
    FileSystem other = NioVolume.wrap(delegate, VolumeOptions.named("other")).fileSystem();
    for (FileSystem stranger : List.of(delegate, other)) {
      try (WatchService foreign = stranger.newWatchService()) {
        assertThatExceptionOfType(ProviderMismatchException.class)
            .isThrownBy(() -> inside.register(foreign, ENTRY_CREATE));
      }
    }
  }

  @Test
  @DisplayName("no URI makes a guarded file system or names a foreign one")
  void refusesUris() {
    var provider = guarded.provider();
    URI own = Objects.requireNonNull(inside.toUri());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> provider.newFileSystem(own, Map.of()));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> provider.getPath(outside.toUri()));
  }
}
