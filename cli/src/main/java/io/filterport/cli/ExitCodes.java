package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.config.ConfigException;
import java.util.Map;

/** The exit codes of every subcommand: a contract that scripts lean on. */
final class ExitCodes {
  /** The command did what it was asked to do. */
  static final int OK = 0;

  /**
   * The call was made, and its HRESULT is a failure that has no code of its own; or what the
   * command says could not be written.
   */
  static final int FAILURE = 1;

  /** The command line or the configuration is wrong; nothing was done. */
  static final int USAGE = 2;

  /** Nobody listens on the control socket. */
  static final int NO_MANAGER = 3;

  /** The security descriptor, or the filter, refuses (0x80070005). */
  static final int ACCESS_DENIED = 4;

  /** The time limit passed. */
  static final int TIMEOUT = 5;

  /** A check that the command makes did not hold. */
  static final int VERIFICATION = 6;

  /** A defect of this program, or a machine that cannot run it. */
  static final int INTERNAL = 70;

  private static final Map<NtStatus, Integer> OF_STATUS =
      Map.of(
          NtStatus.ACCESS_DENIED, ACCESS_DENIED,
          NtStatus.TIMEOUT, TIMEOUT,
          NtStatus.CONNECTION_REFUSED, NO_MANAGER);

  private ExitCodes() {}

  /** By status, not by HRESULT: STATUS_THREAD_IS_TERMINATING maps to 0x80070005 as well. */
  static int of(FilterPortException failure) {
    return failure instanceof ConfigException
        ? USAGE
        : OF_STATUS.getOrDefault(failure.status(), FAILURE);
  }
}
