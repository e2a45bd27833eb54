package io.filterport.volumes.nio;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An option that some file systems obey when they open the file, some later, and some never. */
class DeleteOnCloseTest {
  @TempDir private Path directory;

  private static void write(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, DELETE_ON_CLOSE)) {
      channel.write(ProviderCall.bytes("more"));
    }
  }

  @Test
  @DisplayName("it is a delete, asked about before the open; what is gone was not written")
  void deletes() throws IOException {
    KindFilter filter = new KindFilter();
    write(OperationsContract.guarded(directory, filter).resolve("new"));
    assertThat(filter.asked).containsExactly("CREATE new:", "DELETE new:");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  @DisplayName("a denied delete leaves the file as it was, also for who only reads")
  void denies() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");
    KindFilter filter = new KindFilter(1);
    Path guarded = OperationsContract.guarded(directory, filter).resolve("file");
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(() -> Files.newInputStream(guarded, DELETE_ON_CLOSE).close());
    assertThat(filter.asked).containsExactly("OPEN file:text", "DELETE file:text");
    assertThat(file).hasContent("text");
  }

  @Test
  @DisplayName("where the option counts for nothing, the file that stays was written")
  void ignored() throws IOException {
    try (FileSystem delegate = Jimfs.newFileSystem(Configuration.unix())) {
      KindFilter filter = new KindFilter();
      Path file = delegate.getPath("new").toAbsolutePath();
      write(
          OperationsContract.guarded(delegate.getPath("").toAbsolutePath(), filter).resolve("new"));
      assertThat(filter.asked)
          .containsExactly("CREATE new:", "DELETE new:", "WRITE_CLOSE new:more");
      assertThat(file).hasContent("more");
    }
  }
}
