package io.filterport.cli;

import java.nio.file.Path;
import java.util.List;

/** Opens a file in another process, which prints it, or says in English why it cannot. */
final class Cat {
  private Cat() {}

  static ProcessBuilder command(Path file) {
    ProcessBuilder command = new ProcessBuilder("cat", file.toString());
    command.environment().put("LC_ALL", "C");
    return command;
  }

  static CommandLineRun run(Path file) throws Exception {
    return CommandProcess.run(command(file));
  }

  /** {@return all that it wrote} */
  static String text(Path file) throws Exception {
    return run(file).all();
  }

  /**
   * {@return all that it wrote}
   *
   * @param user whose process it is, by name or number
   */
  static String textAs(String user, Path file) throws Exception {
    ProcessBuilder command = command(file);
    command.command().addAll(0, List.of("setpriv", "--reuid=" + user));
    return CommandProcess.run(command).all();
  }
}
