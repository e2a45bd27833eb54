package io.filterport;

import io.filterport.service.ConnectOptions;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What a connect checks before it looks at its port's name (CON-01), and the copy of its context
 * (CON-05). Stateless.
 */
final class ConnectContext {
  private static final int MAX_WORD = 65535;

  private ConnectContext() {}

  /**
   * {@return a copy of the context, empty if there is none}
   *
   * @param name the port, which must be there; null only from callers whose compiler does not check
   * @param options the options
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} without a name (CON-03, NAM-08),
   *     for an empty context (CON-02), or one over 65535 bytes; {@link NtStatus#INTEGER_OVERFLOW}
   *     for one over 65511 (CON-04)
   */
  static byte[] of(@Nullable String name, ConnectOptions options) {
    MemorySegment context = options.context();
    if (name == null || name.isEmpty()) {
      throw new FilterPortException(
          "connecting without a port name", NtStatus.INVALID_PARAMETER, PortName.ADVICE);
    }
    if (context == null) {
      return new byte[0];
    }
    requireSize(name, context.byteSize());
    return Buffers.bytes(context);
  }

  private static void requireSize(String name, long size) {
    if (size == 0 || size > MAX_WORD) {
      throw failure(name, size, NtStatus.INVALID_PARAMETER);
    }
    if (size > ConnectOptions.MAX_CONTEXT_BYTES) {
      throw failure(name, size, NtStatus.INTEGER_OVERFLOW);
    }
  }

  private static FilterPortException failure(String name, long size, NtStatus status) {
    return new FilterPortException(
        "connecting to " + PortName.shown(name) + " with a context of " + size + " bytes",
        status,
        "A context has 1 to "
            + ConnectOptions.MAX_CONTEXT_BYTES
            + " bytes; leave it out if there is none.");
  }
}
