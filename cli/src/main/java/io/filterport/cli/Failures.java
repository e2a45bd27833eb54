package io.filterport.cli;

import io.filterport.FilterPortException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns whatever stops a command into a message on standard error and an exit code. A message has
 * three parts: what failed, the status by name and number, what to try.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    PrintWriter err = wrong.getCommandLine().getErr();
    err.println("filterport: " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    return usage(wrong.getCommandLine());
  }

  private static int usage(CommandLine command) {
    advise(command.getErr(), command.getCommandSpec().qualifiedName() + " --help");
    return ExitCodes.USAGE;
  }

  /** Some values are looked at by the command itself, and are wrong all the same. */
  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof TypeConversionException) {
      command.getErr().println("filterport: " + failure.getMessage());
      return usage(command);
    }
    return report(failure, command);
  }

  /** Reports a failure that is not one of usage; also for errors, which picocli lets through. */
  static int report(Throwable failure, CommandLine command) {
    PrintWriter err = command.getErr();
    int code =
        switch (failure) {
          case FilterPortException call -> call(call, err);
          case OutOfMemoryError memory -> outOfMemory(memory, err);
          default -> defect(failure, err);
        };
    if (Main.of(command).trace) {
      failure.printStackTrace(err);
    }
    err.flush();
    return code;
  }

  private static int call(FilterPortException failure, PrintWriter err) {
    err.println("filterport: " + Printable.of(failure.what()));
    err.println("  " + failure.status() + " / HRESULT " + failure.hresult());
    if (!failure.advice().isEmpty()) {
      advise(err, failure.advice());
    }
    return ExitCodes.of(failure);
  }

  private static int outOfMemory(OutOfMemoryError failure, PrintWriter err) {
    err.println("filterport: out of memory: " + Printable.of(String.valueOf(failure.getMessage())));
    err.println("  exit code " + ExitCodes.INTERNAL + ": this machine could not run the command");
    advise(err, "the same command with more memory, as JAVA_TOOL_OPTIONS=-Xmx2g gives it");
    return ExitCodes.INTERNAL;
  }

  private static int defect(Throwable failure, PrintWriter err) {
    err.println("filterport: unexpected " + Printable.of(failure.toString()));
    err.println("  exit code " + ExitCodes.INTERNAL + ": a defect of this program");
    advise(err, "the same command with --trace, and report what it prints");
    return ExitCodes.INTERNAL;
  }

  private static void advise(PrintWriter err, String advice) {
    err.println("  try: " + Printable.of(advice));
  }
}
