package io.filterport.service;

import io.filterport.WaitPolicy;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Options of a connect. Immutable.
 *
 * @param context bytes for the filter's connect callback, 1…65511 of them, copied at connect
 *     (CON-04, CON-05); null if none
 * @param flags dwOptions: {@link #FLT_PORT_FLAG_SYNC_HANDLE} or 0; other bits are ignored (CON-17)
 * @param inheritHandle bInheritHandle: whether child processes get a copy of the handle (CON-16)
 * @param waitPolicy how the service's side of the connection waits
 */
public record ConnectOptions(
    @Nullable MemorySegment context, int flags, boolean inheritHandle, WaitPolicy waitPolicy) {
  /** Most bytes of a context: 24 of framing share a 16-bit length with them (CON-04). */
  public static final int MAX_CONTEXT_BYTES = 65511;

  /** The handle is for synchronous I/O (SHD-01). */
  public static final int FLT_PORT_FLAG_SYNC_HANDLE = 0x1;

  private static final ConnectOptions NONE =
      new ConnectOptions(null, 0, false, WaitPolicy.ADAPTIVE);

  /** {@return no context, no flags, no inheritance, and {@link WaitPolicy#ADAPTIVE}} */
  public static ConnectOptions none() {
    return NONE;
  }

  /**
   * {@return options with a context}
   *
   * @param context 1…65511 bytes
   */
  public static ConnectOptions withContext(MemorySegment context) {
    return new ConnectOptions(context, 0, false, WaitPolicy.ADAPTIVE);
  }

  /**
   * {@return the same, for a synchronous handle (SHD-01)} Its gets, sends and replies are
   * serialised: while one thread waits for a message on it, a reply of another waits for that
   * thread (SHD-02). It is for a single thread that gets, replies, and gets again. It cannot be
   * tied to a completion port (SHD-05).
   */
  public ConnectOptions synchronous() {
    return withFlags(flags | FLT_PORT_FLAG_SYNC_HANDLE);
  }

  /**
   * {@return the same with exactly these flags}
   *
   * @param value any bits
   */
  public ConnectOptions withFlags(int value) {
    return new ConnectOptions(context, value, inheritHandle, waitPolicy);
  }

  /**
   * {@return the same, for a handle that child processes inherit} Between processes on Linux such a
   * connect is refused, since a connection belongs to one process; in one JVM it means nothing
   * (CON-16).
   */
  public ConnectOptions inheritable() {
    return new ConnectOptions(context, flags, true, waitPolicy);
  }

  /**
   * {@return the same with another way to wait} It concerns the service's threads alone: those that
   * wait for a message, and those that wait for an answer. A thread that waits for the messages of
   * several connections, as the workers of a completion port do, waits as the quietest of them.
   *
   * @param value any
   */
  public ConnectOptions withWaitPolicy(WaitPolicy value) {
    return new ConnectOptions(context, flags, inheritHandle, value);
  }

  /** {@return whether the handle is for synchronous I/O} */
  public boolean isSynchronous() {
    return (flags & FLT_PORT_FLAG_SYNC_HANDLE) != 0;
  }
}
