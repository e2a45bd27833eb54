package io.filterport.cli.install;

import io.filterport.cli.config.DefaultFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The default configuration with what the installed units need: the filter to whose port the
 * scanner connects, and the group by which it may.
 */
final class InstalledConfiguration {
  private InstalledConfiguration() {}

  static byte[] read() throws IOException {
    String text = DefaultFile.read();
    String groups = set(text, "administrators", "[\"filterport\"]");
    return set(groups, "run", "[\"scanner\"]").getBytes(StandardCharsets.UTF_8);
  }

  private static String set(String text, String key, String value) {
    return text.replace("\n#" + key + " = []\n", "\n" + key + " = " + value + "\n");
  }
}
