package io.filterport.cli.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** The data files that lie beside classes of this program. */
public final class Resources {
  private Resources() {}

  /**
   * {@return what a file contains}
   *
   * @param beside a class of the package that it lies in
   * @param name of the file
   */
  public static byte[] read(Class<?> beside, String name) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name);
      }
      return in.readAllBytes();
    }
  }
}
