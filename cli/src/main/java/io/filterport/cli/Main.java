package io.filterport.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code filterport}: its subcommands, and what all of them share. */
@Command(
    name = "filterport",
    description = "The Filter Manager's communication ports for the JVM.",
    subcommands = {
      DemoCommand.class,
      HostCommand.class,
      LiftCommand.class,
      ScanCommand.class,
      CheckConfigCommand.class,
      SendCommand.class,
      ListenCommand.class,
      SpyCommand.class,
      RecordCommand.class,
      ReplayCommand.class,
      AuditCommand.class,
      FiltersCommand.class,
      PortsCommand.class,
      ConnectionsCommand.class,
      VolumesCommand.class,
      MetricsCommand.class,
      TopCommand.class,
      AccessCommand.class,
      DoctorCommand.class,
      BenchCommand.class,
      InstallCommand.class,
      UninstallCommand.class,
      VersionCommand.class,
      HoldCommand.class,
      DemoHostCommand.class,
      DemoServiceCommand.class,
      BenchClientCommand.class,
      ManualsCommand.class,
    },
    versionProvider = VersionCommand.Provider.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      ExitCodes.OK + ":ok",
      ExitCodes.FAILURE
          + ":the call was made, and its HRESULT is a failure not named below; or the output could"
          + " not be written",
      ExitCodes.USAGE + ":usage",
      ExitCodes.NO_MANAGER + ":no manager reached",
      ExitCodes.ACCESS_DENIED + ":access denied (0x80070005)",
      ExitCodes.TIMEOUT + ":timeout",
      ExitCodes.VERIFICATION + ":verification failed",
      ExitCodes.INTERNAL + ":internal error",
    },
    footerHeading = "%n",
    footer = "Data goes to standard output, everything else to standard error.")
public final class Main {
  @Option(
      names = "--trace",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure.")
  boolean trace;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Print this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  boolean version;

  private Main() {}

  /**
   * Runs one command line and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    System.exit(run(commandLine(), args));
  }

  static CommandLine commandLine() {
    Failures failures = new Failures();
    return new CommandLine(new Main())
        .setOut(StandardOutput.ofProcess())
        .setErr(writer(System.err))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  /** A writer of its own would not know of an error that the stream has met. */
  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  /**
   * Picocli reports exceptions through {@link Failures}, but lets errors pass. What could not be
   * written was not done.
   */
  static int run(CommandLine command, String... args) {
    try {
      int code = command.execute(args);
      if (code == ExitCodes.OK && command.getOut() instanceof StandardOutput out) {
        out.requireWritten();
      }
      return code;
    } catch (Throwable error) {
      return Failures.report(error, command);
    }
  }

  static Main of(CommandLine command) {
    return (Main) command.getCommandSpec().root().userObject();
  }
}
