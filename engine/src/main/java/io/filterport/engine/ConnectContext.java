package io.filterport.engine;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.service.ConnectOptions;
import java.lang.foreign.MemorySegment;

/** The context of a connect: checked before anything is looked up (CON-01), and copied (CON-05). */
public final class ConnectContext {
  /** Most bytes: 24 of framing share a 16-bit length with them (CON-04). */
  public static final int MAX_BYTES = 65511;

  private static final int MAX_WORD = 65535;

  private ConnectContext() {}

  /**
   * {@return a copy of the context, empty if there is none}
   *
   * @param name the port, for the error
   * @param options the options
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} for an empty context (CON-02),
   *     or one over 65535 bytes; {@link NtStatus#INTEGER_OVERFLOW} over 65511
   */
  public static byte[] of(PortName name, ConnectOptions options) {
    MemorySegment context = options.context();
    if (context == null) {
      return new byte[0];
    }
    long size = context.byteSize();
    if (size == 0 || size > MAX_WORD) {
      throw failure(name, size, NtStatus.INVALID_PARAMETER);
    }
    if (size > MAX_BYTES) {
      throw failure(name, size, NtStatus.INTEGER_OVERFLOW);
    }
    return Buffers.bytes(context);
  }

  private static FilterPortException failure(PortName name, long size, NtStatus status) {
    return new FilterPortException(
        "connecting to " + name + " with a context of " + size + " bytes",
        status,
        "A context has 1 to " + MAX_BYTES + " bytes; leave it out if there is none.");
  }
}
