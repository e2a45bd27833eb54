package io.filterport.volumes.nio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class OutcomeOnDefaultFileSystemTest extends OutcomeContract {
  @TempDir private Path parent;

  @Override
  Path directory() throws IOException {
    return Files.createDirectory(Files.createTempDirectory(parent, "test").resolve("guarded"));
  }
}
