package io.filterport.volumes.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filterport.volume.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system with one filter, from its making to its close. */
class FilteredFileSystemsTest {
  @TempDir private Path outside;

  private final KindFilter filter = new KindFilter();
  private FileSystem view;
  private Path inside;

  @BeforeEach
  void wrap() {
    view = FilteredFileSystems.wrap(outside.getFileSystem(), filter);
    inside = view.getPath(outside.toString());
  }

  @Test
  @DisplayName("the filter is asked about what is done through the view, and nothing else")
  void asks() throws IOException {
    Files.writeString(outside.resolve("unasked"), "text");
    Files.writeString(inside.resolve("new"), "text");
    assertThat(filter.asked).containsExactly("CREATE new:", "WRITE_CLOSE new:text");
  }

  @Test
  @DisplayName("a filter that fails denies")
  void failureDenies() {
    FileSystem strict =
        FilteredFileSystems.wrap(
            outside.getFileSystem(),
            operation -> {
              throw new IOException("on purpose");
            });
    Path file = strict.getPath(outside.resolve("new").toString());
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(() -> Files.createFile(file))
        .satisfies(e -> assertThat(e.getReason()).contains("altitude 320000"));
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  @DisplayName("after the close nothing goes through the view, and the file system is open")
  void closed() throws IOException {
    Path file = Files.writeString(inside.resolve("file"), "text");
    WatchService watcher = view.newWatchService();
    List<String> before = List.copyOf(filter.asked);
    view.close();
    view.close();
    assertThat(view.isOpen()).isFalse();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> Files.readString(file),
            () -> Files.writeString(file, "other"),
            () -> Files.delete(file),
            () -> Files.deleteIfExists(file),
            () -> Files.move(file, inside.resolve("new")),
            () -> Files.copy(file, inside.resolve("new")),
            () -> Files.createDirectory(inside.resolve("new")),
            () -> Files.createSymbolicLink(inside.resolve("new"), file),
            () -> Files.createLink(inside.resolve("new"), file),
            () -> Files.exists(file),
            () -> Files.getLastModifiedTime(file),
            () -> Files.newDirectoryStream(inside),
            () -> file.toRealPath(),
            () -> inside.register(watcher, ENTRY_CREATE),
            () -> view.getPath("file"),
            () -> view.getRootDirectories(),
            () -> view.getFileStores(),
            () -> view.newWatchService())) {
      assertThatExceptionOfType(ClosedFileSystemException.class).isThrownBy(call);
    }
    assertThat(filter.asked).isEqualTo(before);
    assertThat(outside.resolve("file")).hasContent("text");
    watcher.close();
  }

  @Test
  @DisplayName("a view that is closed while its filter decides lets nothing through")
  void closedMeanwhile() throws IOException {
    FileSystem[] closing = new FileSystem[1];
    closing[0] =
        FilteredFileSystems.wrap(
            outside.getFileSystem(),
            operation -> {
              closing[0].close();
              return Verdict.ALLOW;
            });
    Path file = closing[0].getPath(outside.resolve("new").toString());
    assertThatExceptionOfType(ClosedFileSystemException.class)
        .isThrownBy(() -> Files.createFile(file));
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  @DisplayName("a stream that outlives the view can be closed, and asks nobody")
  void openStream() throws IOException {
    try (OutputStream stream = Files.newOutputStream(inside.resolve("new"))) {
      view.close();
      stream.write('x');
    }
    assertThat(filter.asked).containsExactly("CREATE new:");
    assertThat(outside.resolve("new")).hasContent("x");
  }
}
