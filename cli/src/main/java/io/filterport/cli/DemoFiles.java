package io.filterport.cli;

import io.filterport.scanner.engine.Eicar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The demo's files: one harmless, one that every scanner must find.
 *
 * @param clean harmless
 * @param infected the EICAR test file
 */
record DemoFiles(Path clean, Path infected) {
  static DemoFiles write(Path directory) throws IOException {
    Path clean = directory.resolve("clean.txt");
    Path infected = directory.resolve("eicar.com");
    Files.write(clean, "nothing to see here\n".getBytes(StandardCharsets.UTF_8));
    Files.write(infected, Eicar.testFile());
    return new DemoFiles(clean, infected);
  }

  static void letEveryoneLook(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
