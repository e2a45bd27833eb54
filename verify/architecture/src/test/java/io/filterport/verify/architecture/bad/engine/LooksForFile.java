package io.filterport.verify.architecture.bad.engine;

import java.nio.file.Path;

class LooksForFile {
  boolean exists(Path path) {
    return path.isAbsolute();
  }
}
