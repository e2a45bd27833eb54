package io.filterport.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** One command line, run in this process: its exit code and what it wrote. */
record CommandLineRun(int exitCode, String out, String err) {

  static CommandLineRun of(String... args) {
    return of(Main.commandLine(), args);
  }

  static CommandLineRun of(CommandLine command, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return new CommandLineRun(Main.run(command, args), out.toString(), err.toString());
  }

  /** {@return what it wrote, errors last} */
  String all() {
    return out + err;
  }
}
