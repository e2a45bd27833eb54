package io.filterport.cli.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The configuration file that the program brings: every key with its default, as comments. */
public final class DefaultFile {
  private static final String NAME = "filterport.toml";

  private DefaultFile() {}

  /** {@return its text} */
  public static String read() throws IOException {
    try (InputStream in = DefaultFile.class.getResourceAsStream(NAME)) {
      if (in == null) {
        throw new FileNotFoundException(NAME);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
