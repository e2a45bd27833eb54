package io.filterport.service;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Options of a connect. Immutable.
 *
 * @param context bytes for the filter's connect callback, 1…65511 of them, copied at connect
 *     (CON-04, CON-05); null if none
 */
public record ConnectOptions(@Nullable MemorySegment context) {
  /** Most bytes of a context: 24 of framing share a 16-bit length with them (CON-04). */
  public static final int MAX_CONTEXT_BYTES = 65511;

  private static final ConnectOptions NONE = new ConnectOptions(null);

  /** {@return no context} */
  public static ConnectOptions none() {
    return NONE;
  }

  /**
   * {@return options with a context}
   *
   * @param context 1…65511 bytes
   */
  public static ConnectOptions withContext(MemorySegment context) {
    return new ConnectOptions(context);
  }
}
