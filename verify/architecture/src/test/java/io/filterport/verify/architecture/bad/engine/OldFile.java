package io.filterport.verify.architecture.bad.engine;

import java.io.File;

class OldFile {
  boolean exists(File file) {
    return file.exists();
  }
}
