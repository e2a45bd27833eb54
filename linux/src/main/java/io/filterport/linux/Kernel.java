package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which kernel this is. */
public final class Kernel {
  /* struct utsname: six texts */
  private static final int FIELD_SIZE = 65;
  private static final int RELEASE = 2 * FIELD_SIZE;
  private static final int SIZE = 6 * FIELD_SIZE;

  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

  private static final MethodHandle UNAME =
      Native.function("uname", FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private Kernel() {}

  /**
   * {@return whether a release is of a version or a later one; false if it says none}
   *
   * @param release such as {@link #release} gives
   * @param major the first number of the version
   * @param minor the second
   */
  public static boolean isAtLeast(String release, int major, int minor) {
    Matcher version = VERSION.matcher(release);
    if (!version.lookingAt()) {
      return false;
    }
    int first = Integer.parseInt(version.group(1));
    return first > major || (first == major && Integer.parseInt(version.group(2)) >= minor);
  }

  /** {@return the release, for example {@code 6.1.0-18-amd64}} */
  public static String release() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment names = arena.allocate(SIZE);
      Native.callInt(s -> (int) UNAME.invokeExact(s, names));
      return names.getString(RELEASE);
    }
  }
}
