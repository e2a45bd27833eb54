package io.filterport.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * The modules of this program as it is shipped: in jars. A process that gives up root keeps reading
 * its open jars below a directory that it may not enter any more; a directory of classes it cannot.
 */
final class PackagedModules {
  static final String PATH = path();

  private PackagedModules() {}

  /** Lets a command line run from jars. */
  static void use(List<String> command) {
    int at = command.indexOf("--module-path");
    if (at >= 0) {
      command.set(at + 1, PATH);
    }
  }

  private static String path() {
    return Arrays.stream(System.getProperty("jdk.module.path").split(File.pathSeparator, -1))
        .map(entry -> Files.isDirectory(Path.of(entry)) ? jar(Path.of(entry)) : Path.of(entry))
        .map(entry -> entry.toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path jar(Path classes) {
    try {
      Path jar = Files.createTempFile("filterport-test", ".jar");
      jar.toFile().deleteOnExit();
      int result =
          ToolProvider.findFirst("jar")
              .orElseThrow()
              .run(System.out, System.err, "cf", jar.toString(), "-C", classes.toString(), ".");
      if (result != 0) {
        throw new IllegalStateException("jar of " + classes + ": " + result);
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
