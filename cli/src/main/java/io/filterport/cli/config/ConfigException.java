package io.filterport.cli.config;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;

/** A configuration file cannot be used. Nothing of it counts. */
public final class ConfigException extends FilterPortException {
  private static final long serialVersionUID = 1L;

  private ConfigException(String what, NtStatus status, String advice) {
    super(what, status, advice);
  }

  static ConfigException at(Place place, String what, String advice) {
    return of(place + ": " + what, advice);
  }

  /**
   * {@return one for a file, or a change of it, as a whole}
   *
   * @param what what is wrong
   * @param advice what to try
   */
  public static ConfigException of(String what, String advice) {
    return new ConfigException(what, NtStatus.INVALID_PARAMETER, advice);
  }

  static ConfigException untrusted(String what, String advice) {
    return new ConfigException(what, NtStatus.ACCESS_DENIED, advice);
  }
}
