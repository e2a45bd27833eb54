package io.filterport.verify.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Directories that look like a JDK to whoever reads their release file. */
final class FakeJdk {
  /** Prints what would start, one argument a line, and then waits for the end of its input. */
  private static final String PRINT_ARGUMENTS = "printf '%s\\n' \"$@\"\ncat\n";

  private FakeJdk() {}

  static Path version(Path home, String version) throws IOException {
    return withRelease(
        home, "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"x\"\n");
  }

  static Path withRelease(Path home, String release) throws IOException {
    jre(home, release);
    Script.write(home.resolve("bin/javac"), "");
    return home;
  }

  static Path jre(Path home, String release) throws IOException {
    Script.write(home.resolve("bin/java"), PRINT_ARGUMENTS);
    Files.writeString(home.resolve("release"), release);
    return home;
  }
}
