package io.filterport.cli.config;

import io.filterport.linux.Errno;
import io.filterport.linux.GroupNames;
import io.filterport.linux.LinuxSupport;

/** A group of this system as people write it: its number, or its name. Stateless. */
public final class GroupText {
  private GroupText() {}

  /**
   * {@return the group's number}
   *
   * @throws IllegalArgumentException if there is no such group
   */
  public static long gid(String text) {
    long gid = number(text);
    ValueType.require(Range.ID.contains(gid), "'" + text + "' is not a group of this system");
    return gid;
  }

  private static long number(String text) {
    if (text.matches("[0-9]{1,10}")) {
      return Long.parseLong(text);
    }
    return LinuxSupport.isAvailable() ? GroupNames.gid(text) : -Errno.ENOENT;
  }
}
