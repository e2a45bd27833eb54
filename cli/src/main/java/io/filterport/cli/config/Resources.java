package io.filterport.cli.install;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** The data files that lie beside these classes. */
final class Resources {
  private Resources() {}

  static byte[] read(String name) throws IOException {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name);
      }
      return in.readAllBytes();
    }
  }
}
