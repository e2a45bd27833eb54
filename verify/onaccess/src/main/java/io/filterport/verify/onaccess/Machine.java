package io.filterport.verify.onaccess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** What results depend on. Stateless. */
public final class Machine {
  private Machine() {}

  /** {@return a table} */
  public static List<String> lines() {
    return Stream.of(
            "| | |",
            "|---|---|",
            line("date", LocalDate.now(ZoneOffset.UTC)),
            line("processors", Runtime.getRuntime().availableProcessors()),
            line("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version")),
            line("java", System.getProperty("java.vm.name") + " " + Runtime.version()),
            line("clamd, clamonacc", clamd()),
            line("load at the end, of 1, 5, 15 minutes", load()))
        .toList();
  }

  private static String line(String name, Object value) {
    return "| " + name + " | " + value + " |";
  }

  private static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).replaceFirst(" [^ ]*/.*\\s*", "");
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String clamd() {
    if (!Files.isExecutable(Clamd.PROGRAM)) {
      return "none";
    }
    try {
      Process process = new ProcessBuilder(Clamd.PROGRAM.toString(), "--version").start();
      return process.inputReader().lines().findFirst().orElse("");
    } catch (IOException e) {
      return e.toString();
    }
  }
}
