package io.filterport.verify.bench;

import io.filterport.verify.bench.peer.Programs;
import io.filterport.verify.bench.process.JvmLaunch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run's numbers depend on. Stateless. */
final class Machine {
  private static final int CLOCK_READINGS = 1_000_000;

  private Machine() {}

  /** {@return name and value of each} */
  static Map<String, String> describe() {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    about.put("processor", processor());
    about.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    about.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    about.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    about.put("java options", String.join(" ", JvmLaunch.commonOptions()));
    about.put("c compiler", version("gcc"));
    about.put("clamd", version("clamd"));
    about.put("libraries", Libraries.versions());
    about.put("load before", firstWord(Path.of("/proc/loadavg")));
    about.put("one reading of the clock", clockNanos() + " ns");
    return about;
  }

  private static String processor() {
    return text(Path.of("/proc/cpuinfo"))
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static String version(String program) {
    try {
      return Programs.run(program, "--version").lines().findFirst().orElse("");
    } catch (IOException e) {
      return "none";
    }
  }

  private static String firstWord(Path file) {
    return text(file).split(" ", 2)[0];
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  /** Each round trip's time includes one. */
  private static long clockNanos() {
    long[] times = new long[CLOCK_READINGS];
    long before = System.nanoTime();
    for (int i = 0; i < times.length; i++) {
      times[i] = System.nanoTime();
    }
    return (Arrays.stream(times).max().orElse(before) - before) / times.length;
  }
}
