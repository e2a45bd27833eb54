package io.filterport.volumes.nio;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class VetoOnDefaultFileSystemTest extends VetoContract {
  @TempDir private Path directory;

  @Override
  Path directory() {
    return directory;
  }
}
