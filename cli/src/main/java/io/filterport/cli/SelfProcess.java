package io.filterport.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** This same program once more, in a process of its own. */
final class SelfProcess {
  private static final List<String> VARIABLES_OF_THE_JVM =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /**
   * Somebody waits for the answers of these: out of memory, they are to end. Others say so, with an
   * exit code of their own; the JVM's is {@link ExitCodes#NO_MANAGER}.
   */
  private static final Set<String> MADE_WAIT = Set.of("host", "scan", "hold", "demo-host");

  private SelfProcess() {}

  /** {@return a builder of the command {@code filterport ARGUMENT…} with a small heap} */
  static ProcessBuilder of(String... arguments) {
    return of("-Xmx256m", List.of(), arguments);
  }

  /**
   * {@return a builder of the same for a process that does very little, and works in the root}
   *
   * <p>What its JVM may write if it crashes goes to its working directory. What the environment
   * tells this JVM, such as to record, is not for that one, which would say so before anything
   * else.
   */
  static ProcessBuilder tiny(String... arguments) {
    ProcessBuilder builder =
        of("-Xmx16m", List.of("-XX:TieredStopAtLevel=1", "-Xss256k"), arguments)
            .directory(new File("/"));
    builder.environment().keySet().removeAll(VARIABLES_OF_THE_JVM);
    return builder;
  }

  private static ProcessBuilder of(String heap, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xlog:disable",
            "-Xlog:all=warning:stderr",
            heap,
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData"));
    if (arguments.length > 0 && MADE_WAIT.contains(arguments[0])) {
      command.add("-XX:+ExitOnOutOfMemoryError");
    }
    command.addAll(options);
    command.addAll(
        List.of(
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
