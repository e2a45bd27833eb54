package io.filterport.filter;

import org.jspecify.annotations.Nullable;

/**
 * The three callbacks of a server port and its cookie. Immutable.
 *
 * <p>The manager holds no lock while a callback runs (CNF-13). A callback that throws counts as one
 * that returned STATUS_UNSUCCESSFUL (CNF-16, MNF-20, DIS-23).
 *
 * @param connect required (CCP-04)
 * @param disconnect required (CCP-04)
 * @param message null makes a one-way port: what clients send is refused (USM-04)
 * @param serverPortCookie handed to the connect callback and to nothing else (CCP-08)
 * @param inPlace whether the message callback works in the memory that the client shares
 */
public record PortCallbacks(
    ConnectNotify connect,
    DisconnectNotify disconnect,
    @Nullable MessageNotify message,
    @Nullable Object serverPortCookie,
    boolean inPlace) {

  /**
   * {@return callbacks of a one-way port without a cookie}
   *
   * @param connect decides on each connection
   * @param disconnect learns of each end
   */
  public static PortCallbacks of(ConnectNotify connect, DisconnectNotify disconnect) {
    return new PortCallbacks(connect, disconnect, null, null, false);
  }

  /**
   * {@return the same with a message callback}
   *
   * @param value answers what clients send
   */
  public PortCallbacks onMessage(MessageNotify value) {
    return new PortCallbacks(connect, disconnect, value, serverPortCookie, inPlace);
  }

  /**
   * {@return the same with a server port cookie}
   *
   * @param value tells the filter's ports apart (REG-02)
   */
  public PortCallbacks withCookie(Object value) {
    return new PortCallbacks(connect, disconnect, message, value, inPlace);
  }

  /**
   * {@return the same, with the raw buffers of Windows (BUF-01, BUF-04)} The message callback gets
   * no copies: {@link MessageCall#input()} is the client's own memory, which a hostile client
   * changes while it is read, and {@link MessageCall#output()} is not zeroed. Read a field once,
   * check what was read, and use only that. Any thread may touch them, none after the callback has
   * returned: what is there then belongs to another call, or is gone. It saves one copy each way,
   * and a call in steady state allocates nothing.
   */
  public PortCallbacks withBuffersInPlace() {
    return new PortCallbacks(connect, disconnect, message, serverPortCookie, true);
  }
}
