package io.filterport.jcstress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One run of jcstress over all races of the class path, in a JVM of its own. For one thread. */
final class Stress {
  /** A small stride, for the state of a race is large and must die young; kind to busy machines. */
  private static final List<String> ALWAYS =
      List.of(
          "-v",
          "-af",
          "NONE",
          "-sc",
          "false",
          "-strideSize",
          "16",
          "-strideCount",
          "8",
          "-spinStyle",
          "THREAD_YIELD");

  /** One set of JVM options: jcstress would else try each of its own, some of them diagnostic. */
  private static final String JVM = "-XX:+UseSerialGC -Xms256m -Xmx256m -Xmn200m";

  private static final Pattern VERDICT = Pattern.compile("\\[([A-Z]+)] (io\\.filterport\\S+)");

  private static final Pattern RACE =
      Pattern.compile("io\\.filterport\\.[a-z.]+\\.[A-Z][A-Za-z]+(?=\\d)");

  private static final String LOG = "log.txt";

  private final Path folder;

  /**
   * Makes a run.
   *
   * @param folder where it leaves its report
   */
  Stress(Path folder) {
    this.folder = folder;
  }

  /**
   * {@return whether jcstress ended by itself and was content}
   *
   * @param effort options that say how long
   * @param limit after which it hangs, for a waiter was not woken
   */
  boolean run(List<String> effort, Duration limit) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Process process =
        new ProcessBuilder(command(effort))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(LOG).toFile())
            .start();
    try {
      return process.waitFor(limit.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private List<String> command(List<String> effort) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> main =
        List.of(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            "org.openjdk.jcstress.Main",
            "-r",
            folder.toString(),
            "-jvmArgs",
            JVM);
    return Stream.of(main, ALWAYS, effort).flatMap(List::stream).toList();
  }

  /** {@return what jcstress said} */
  String log() throws IOException {
    return Files.readString(folder.resolve(LOG));
  }

  /** {@return the worst verdict on each race that was run, by its class: OK, FAILED, ERROR …} */
  static Map<String, String> verdicts(String log) {
    Map<String, String> verdicts = new HashMap<>();
    Matcher matcher = VERDICT.matcher(log);
    while (matcher.find()) {
      verdicts.merge(
          matcher.group(2), matcher.group(1), (one, other) -> one.equals("OK") ? other : one);
    }
    return verdicts;
  }

  /** {@return the class names of all races, as the annotation processor found them} */
  static List<String> races() throws IOException {
    try (InputStream list = Stress.class.getResourceAsStream("/META-INF/TestList")) {
      String lines = new String(Objects.requireNonNull(list).readAllBytes(), UTF_8);
      return RACE.matcher(lines).results().map(MatchResult::group).distinct().sorted().toList();
    }
  }
}
