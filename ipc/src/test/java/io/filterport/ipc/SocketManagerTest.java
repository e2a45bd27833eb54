package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.filter.FilterManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Path inside = path.resolve("file");
    replaceByDirectory(path, inside);
    assertThatThrownBy(manager::close).isInstanceOf(UncheckedIOException.class);
    Files.delete(inside);
    Files.delete(path);
    FilterManager.listen(path).close();
    assertThat(path).doesNotExist();
  }

  @Test
  @DisplayName("nor when nobody will listen there")
  void abandoned() throws IOException {
    Path path = directory.resolve("sock");
    SocketPlace place = SocketPlace.take(path);
    Path inside = path.resolve("file");
    replaceByDirectory(path, inside);
    assertThatThrownBy(place::abandon).isInstanceOf(UncheckedIOException.class);
    Files.delete(inside);
    Files.delete(path);
    SocketPlace.take(path).abandon();
    assertThat(path).doesNotExist();
  }

  /** What is not empty is not deleted. */
  private static void replaceByDirectory(Path path, Path inside) throws IOException {
    Files.delete(path);
    Files.createDirectory(path);
    Files.createFile(inside);
  }
}
