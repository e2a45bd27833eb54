package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.filter.FilterManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketManagerTest {
  @TempDir private Path directory;

  @Test
  @DisplayName("a socket's name that cannot be removed costs neither the place nor descriptors")
  void nameThatStays() throws IOException {
    Path path = directory.resolve("sock");
    FilterManager manager = FilterManager.listen(path);
    failsToRemove(path, manager::close);
    FilterManager.listen(path).close();
    assertThat(path).doesNotExist();
  }

  @Test
  @DisplayName("nor when nobody will listen there")
  void abandoned() throws IOException {
    Path path = directory.resolve("sock");
    SocketPlace place = SocketPlace.take(path);
    failsToRemove(path, place::abandon);
    SocketPlace.take(path).abandon();
    assertThat(path).doesNotExist();
  }

  /** A directory that is not empty is in the socket's place, and is not deleted. */
  private static void failsToRemove(Path path, ThrowingCallable close) throws IOException {
    Files.delete(path);
    Files.createDirectory(path);
    Path inside = Files.createFile(path.resolve("file"));
    assertThatThrownBy(close).isInstanceOf(UncheckedIOException.class);
    Files.delete(inside);
    Files.delete(path);
  }
}
