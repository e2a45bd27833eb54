package io.filterport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine calls itself. Stateless. */
final class Machine {
  private static final Path NAME = Path.of("/proc/sys/kernel/hostname");

  private Machine() {}

  /** {@return the name; empty where the system does not tell it without asking the network} */
  static String name() {
    try {
      return Files.readString(NAME).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
