package io.filterport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A holder that runs on this machine. With the program gone nobody could lift what it shuts.
 *
 * @param pid its process
 * @param socket the control socket of its host
 */
record RunningHolder(long pid, Path socket) {
  /** As {@link SelfProcess} and {@link HolderProcess} make it. */
  private static final List<String> BEGINNING =
      List.of("io.filterport.cli/io.filterport.cli.Main", "hold", "--listen");

  private static final Pattern SEPARATOR = Pattern.compile("\0");

  /** {@return the holders whose command lines this process can read: all of them, for root} */
  static List<RunningHolder> all() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> of(process.pid(), commandLine(process.pid())).stream())
        .toList();
  }

  static Optional<RunningHolder> of(long pid, List<String> commandLine) {
    int at = Collections.indexOfSubList(commandLine, BEGINNING);
    int place = at + BEGINNING.size();
    return at < 0 || place >= commandLine.size()
        ? Optional.empty()
        : Optional.of(new RunningHolder(pid, HolderPlace.socketOf(commandLine.get(place))));
  }

  private static List<String> commandLine(long pid) {
    try {
      String all = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
      return SEPARATOR.splitAsStream(all).toList();
    } catch (IOException e) { // it has ended, or its words are no text
      return List.of();
    }
  }
}
