package io.filterport.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This same program once more, in a process of its own. */
final class SelfProcess {
  private SelfProcess() {}

  /** {@return a builder of the command {@code filterport ARGUMENT…} with a small heap} */
  static ProcessBuilder of(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xlog:disable",
            "-Xlog:all=warning:stderr",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "--illegal-native-access=deny",
            "--enable-native-access=io.filterport.linux",
            "--module-path",
            modulePath(),
            "--module",
            "io.filterport.cli/io.filterport.cli.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** Absolute, for the child may have another working directory. */
  private static String modulePath() {
    List<String> absolute = new ArrayList<>();
    for (String entry : System.getProperty("jdk.module.path", "").split(File.pathSeparator, -1)) {
      absolute.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, absolute);
  }
}
