package io.filterport.cli;

import io.filterport.cli.config.Range;
import io.filterport.linux.Errno;
import io.filterport.linux.GroupNames;
import io.filterport.linux.LinuxSupport;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A group on the command line: its number, or its name. */
final class GroupConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    long gid = number(text);
    if (!Range.ID.contains(gid)) {
      throw new TypeConversionException("'" + text + "' is not a group of this system");
    }
    return gid;
  }

  private static long number(String text) {
    if (text.matches("[0-9]{1,10}")) {
      return Long.parseLong(text);
    }
    return LinuxSupport.isAvailable() ? GroupNames.gid(text) : -Errno.ENOENT;
  }
}
