package io.filterport.volumes.nio;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

class OutcomeOnJimfsTest extends OutcomeContract {
  private final FileSystem delegate = Jimfs.newFileSystem(Configuration.unix());

  @Override
  Path directory() throws IOException {
    return Files.createDirectory(
        Files.createTempDirectory(delegate.getPath("").toAbsolutePath(), "test")
            .resolve("guarded"));
  }

  @AfterEach
  void close() throws IOException {
    delegate.close();
  }
}
