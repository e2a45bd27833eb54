package io.filterport.volumes.fanotify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files that the options of this JVM name: dumps, recordings, error reports, logs. */
final class JvmOptions {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final String[] VARIABLES = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"};

  /** Both the launcher and the JVM read options from files. */
  private static final Pattern FILE = Pattern.compile("(?:@|-XX:VMOptionsFile=|(-XX:Flags=))(.+)");

  /** Of a file of options at most; one that is no such file may be anything. */
  private static final int MOST_BYTES = 1 << 20;

  private JvmOptions() {}

  /** {@return options of this process that may make the JVM write files} */
  static Stream<String> ofThisProcess() {
    return of(commandLine(), System.getenv());
  }

  static Stream<String> of(Stream<String> arguments, Map<String, String> environment) {
    Stream<String> more =
        Arrays.stream(VARIABLES)
            .map(name -> environment.getOrDefault(name, ""))
            .flatMap(text -> Arrays.stream(text.split("\\s+", -1)));
    return Stream.concat(arguments, more)
        .flatMap(JvmOptions::expanded)
        .filter(option -> option.startsWith("-XX:") || option.startsWith("-Xlog:"));
  }

  private static Stream<String> expanded(String option) {
    Matcher file = FILE.matcher(option);
    return file.matches()
        ? Stream.concat(Stream.of(option), optionsIn(file.group(2), prefix(file.group(1))))
        : Stream.of(option);
  }

  /** A file of flags has them by their names alone. */
  private static String prefix(@Nullable String flags) {
    return flags == null ? "" : "-XX:";
  }

  /** An argument of the program may look like the name of such a file. */
  private static Stream<String> optionsIn(String name, String prefix) {
    try {
      Path file = Path.of(name);
      if (!Files.isRegularFile(file)) {
        return Stream.empty();
      }
      try (InputStream in = Files.newInputStream(file)) {
        String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
        return Arrays.stream(text.split("[\\s\"']+", -1)).map(prefix::concat);
      }
    } catch (IOException | InvalidPathException e) {
      return Stream.empty();
    }
  }

  /** Not from the ProcessHandle: it knows no arguments where they are long. */
  private static Stream<String> commandLine() {
    try {
      String all = Files.readString(COMMAND_LINE, StandardCharsets.ISO_8859_1);
      return Arrays.stream(all.split("\0", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the absolute paths in an option; others begin at the working directory} */
  static Stream<Path> paths(String option) {
    return Arrays.stream(option.split("[=:,\"]", -1))
        .filter(part -> part.startsWith("/"))
        .map(Path::of);
  }
}
