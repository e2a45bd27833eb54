package io.filterport.cli.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The configuration file that the program brings: every key with its default, as comments. */
public final class DefaultFile {
  private DefaultFile() {}

  /** {@return its text} */
  public static String read() throws IOException {
    return new String(Resources.read(DefaultFile.class, "filterport.toml"), StandardCharsets.UTF_8);
  }
}
