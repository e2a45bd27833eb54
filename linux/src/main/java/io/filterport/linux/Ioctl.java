package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What a descriptor can do beyond the calls that all have. */
final class Ioctl {
  private static final MethodHandle IOCTL =
      Native.variadic("ioctl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));

  private Ioctl() {}

  /** {@return a value that depends on the request, or -errno} */
  static int call(int fd, long request, MemorySegment argument) {
    return Native.callInt(s -> (int) IOCTL.invokeExact(s, fd, request, argument));
  }
}
