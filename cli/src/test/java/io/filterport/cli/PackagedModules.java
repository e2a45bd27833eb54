package io.filterport.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The modules of this program as it is shipped: in jars. A process that gives up root keeps reading
 * its open jars below a directory that it may not enter any more; a directory of classes it cannot.
 */
final class PackagedModules {
  private static final List<Path> MODULES =
      Arrays.stream(System.getProperty("jdk.module.path").split(File.pathSeparator, -1))
          .map(entry -> Path.of(entry).toAbsolutePath())
          .toList();

  static final String PATH = joined(MODULES.stream().map(PackagedModules::packaged));

  private PackagedModules() {}

  /**
   * Lets a command line run from jars, if it runs from the modules of this JVM. Then its JVM does
   * without the compiler that optimises: most of them live shorter than that one's work takes.
   */
  static void use(List<String> command) {
    if (Collections.replaceAll(command, joined(MODULES.stream()), PATH)) {
      command.add(command.indexOf("--module-path"), "-XX:TieredStopAtLevel=1");
    }
  }

  private static String joined(Stream<Path> entries) {
    return entries.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static Path packaged(Path entry) {
    return Files.isDirectory(entry) ? jar(entry) : entry;
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
