package io.filterport.service;

import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.PortSpace;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The handle that FilterConnectCommunicationPort gives: the service's end of one connection. Safe
 * for use by any thread; any number of gets, sends and replies may be under way at once.
 *
 * <p>A connection may have several handles ({@link #duplicate()}), which share all but their
 * access; it ends with the last of them (HND-01, HND-02). A call without the access that it needs
 * fails with {@link NtStatus#ACCESS_DENIED} (HND-05): gets and contents need to read, sends and
 * replies to write.
 *
 * <p>A synchronous handle serves one get, send or reply at a time ({@link
 * ConnectOptions#synchronous()}); the others wait for it, and an interrupt ends that wait with
 * {@link NtStatus#CANCELLED} (SHD-06). Cancelling and closing never wait.
 *
 * <p>Once the peer is gone every call fails with {@link NtStatus#PORT_DISCONNECTED}, for good:
 * close the handle and connect again (CON-21). Only replies fail with {@link
 * NtStatus#FLT_NO_WAITER_FOR_REPLY} then (RPL-15). After {@link #close()} it is {@link
 * NtStatus#INVALID_HANDLE}; both are 0x80070006 to a service.
 */
public interface FilterPort extends AutoCloseable {
  /**
   * {@return a new connection} FilterConnectCommunicationPort without a context.
   *
   * @param space which manager
   * @param name the port, such as {@code \GreeterPort}
   * @throws FilterPortException as {@link #connect(PortSpace, String, ConnectOptions)}
   */
  static FilterPort connect(PortSpace space, String name) {
    return connect(space, name, ConnectOptions.none());
  }

  /**
   * {@return a new connection} FilterConnectCommunicationPort. Blocks while the filter's connect
   * callback runs (CON-13); there is no waiting for a port to appear (CON-07).
   *
   * @param space which manager
   * @param name the port
   * @param options context, kind of handle
   * @throws FilterPortException the first that applies (CON-01): {@link NtStatus#INVALID_PARAMETER}
   *     without a name, for an empty context or one over 65535 bytes; {@link
   *     NtStatus#INTEGER_OVERFLOW} for one over 65511 (CON-04); the statuses of {@link PortName};
   *     {@link NtStatus#NOT_SUPPORTED} for an inheritable handle between processes (CON-16), and
   *     off Linux for every handle between processes; {@link NtStatus#CONNECTION_REFUSED} if no
   *     manager is there; {@link NtStatus#ACCESS_DENIED} if it is neither of root nor of this user,
   *     or cannot be reached by this user; {@link NtStatus#OBJECT_NAME_NOT_FOUND} for a missing
   *     port (CON-06); {@link NtStatus#ACCESS_DENIED} if its descriptor refuses (SEC-06); {@link
   *     NtStatus#CONNECTION_COUNT_LIMIT} if every seat is taken (CON-08); {@link
   *     NtStatus#FLT_DELETING_OBJECT}; {@link NtStatus#INSUFFICIENT_RESOURCES}; {@link
   *     NtStatus#UNKNOWN_REVISION} if the manager is of another version; {@link
   *     NtStatus#PORT_DISCONNECTED} if the manager goes meanwhile; else what the connect callback
   *     returned (CON-11)
   */
  static FilterPort connect(PortSpace space, String name, ConnectOptions options) {
    return space.connect(name, options);
  }

  /** {@return the name it connected to} */
  PortName name();

  /** {@return the longest payload of a message or a reply, as the port's filter set it (KSM-07)} */
  int maxMessageBytes();

  /**
   * {@return another handle to this connection, with the same access (HND-01)} DuplicateHandle with
   * DUPLICATE_SAME_ACCESS, in this process.
   *
   * @throws FilterPortException {@link NtStatus#INVALID_HANDLE} after close
   */
  FilterPort duplicate();

  /**
   * {@return another handle to this connection} DuplicateHandle with an access mask.
   *
   * @param access at most this handle's (HND-05)
   * @throws FilterPortException {@link NtStatus#INVALID_HANDLE} after close; {@link
   *     NtStatus#ACCESS_DENIED} if it is more than this handle's
   */
  FilterPort duplicate(PortAccess access);

  /**
   * {@return the bytes of the answer} FilterSendMessage: returns after the filter's message
   * callback has (USM-07); there is no timeout, and an interrupt does not end it, but on a
   * synchronous handle the wait for another request (SHD-06).
   *
   * @param input the question, 1 byte…{@link #maxMessageBytes}; a snapshot is taken (MNF-09)
   * @param output where the answer goes; null if none is wanted. May be the same memory as the
   *     input (MNF-10). Bytes past the answer stay as they are (MNF-08)
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} for an empty input (USM-02) or
   *     one that is too long; {@link NtStatus#ACCESS_VIOLATION} for a read-only output (USM-05);
   *     {@link NtStatus#INVALID_DEVICE_REQUEST} if the port is one-way (USM-04); {@link
   *     NtStatus#INSUFFICIENT_RESOURCES} if there is no memory for it; {@link
   *     NtStatus#PORT_DISCONNECTED}; {@link NtStatus#INVALID_HANDLE}; {@link NtStatus#CANCELLED} on
   *     a synchronous handle (SHD-06); else every status but zero that the callback returned
   *     (MNF-11), with the byte count in {@link FilterPortException#bytes()}
   */
  int send(MemorySegment input, @Nullable MemorySegment output);

  /**
   * {@return the bytes of the message: 16 of header and its payload (GET-06)} FilterGetMessage
   * without an OVERLAPPED. Waits without limit; an interrupt ends it with {@link
   * NtStatus#CANCELLED} and leaves the interrupt flag set (GET-33).
   *
   * @param buffer where header and payload go, at least 1 byte; bytes past the message stay as they
   *     are (LAY-05)
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} for an empty or read-only buffer
   *     (GET-01); {@link NtStatus#BUFFER_TOO_SMALL} with the bytes needed (GET-17): the message is
   *     not lost; {@link NtStatus#ACCESS_VIOLATION} if the buffer is freed or another thread's, or
   *     is freed meanwhile: the message goes to the next get (KSM-23); {@link NtStatus#CANCELLED};
   *     {@link NtStatus#PORT_DISCONNECTED}; {@link NtStatus#INVALID_HANDLE}
   */
  int getMessage(MemorySegment buffer);

  /**
   * FilterGetMessage with an OVERLAPPED: accepted, which is all that the return means (GET-07). It
   * completes exactly once: delivered, too small, cancelled, disconnected (GET-20), or with a
   * buffer whose memory is freed (KSM-23). On a synchronous handle it returns when it is complete,
   * and fails as it ended (SHD-04).
   *
   * @param buffer where header and payload go; it belongs to the manager until the completion
   *     (GET-09)
   * @param overlapped learns of the completion
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} for an empty or read-only
   *     buffer, one that is confined to a thread, or an OVERLAPPED in use (GET-09); {@link
   *     NtStatus#ACCESS_VIOLATION} for one whose memory is freed (GET-01); {@link
   *     NtStatus#INSUFFICIENT_RESOURCES} if it is beyond the slots and there is no thread for it
   *     (GET-11); {@link NtStatus#PORT_DISCONNECTED} and {@link NtStatus#INVALID_HANDLE}. No
   *     completion follows then (GET-03)
   */
  void getMessage(MemorySegment buffer, Overlapped overlapped);

  /**
   * {@return what the filter sent beside a message, to be read until the message is answered} It
   * belongs to the port, which closes it then; closing it earlier is allowed.
   *
   * @param messageId of a message that expects a reply
   * @throws FilterPortException {@link NtStatus#NOT_FOUND} if the message has none, or is answered;
   *     {@link NtStatus#INSUFFICIENT_RESOURCES} if it could not be handed over; {@link
   *     NtStatus#PORT_DISCONNECTED}; {@link NtStatus#INVALID_HANDLE} after close
   */
  Content content(long messageId);

  /**
   * FilterReplyMessage: answers a message. Never blocks (RPL-13), but on a synchronous handle for
   * another request (SHD-02); the buffer is free after it (RPL-16).
   *
   * @param reply a {@link io.filterport.ReplyHeader} and the payload: exactly the bytes that count
   *     (LAY-09), as a {@link io.filterport.layout.MessageLayout} that begins with the header
   *     encodes them (LAY-10)
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} under 16 bytes (RPL-02) or with
   *     more than {@link #maxMessageBytes} of payload; {@link NtStatus#FLT_NO_WAITER_FOR_REPLY} if
   *     nobody waits for that id: harmless, go on (RPL-04, RPL-05); {@link
   *     NtStatus#BUFFER_OVERFLOW} if the payload was cut to the sender's capacity (RPL-09); {@link
   *     NtStatus#INSUFFICIENT_RESOURCES} if there is no memory for it: the message can still be
   *     answered, and its content is closed; {@link NtStatus#CANCELLED} on a synchronous handle
   *     (SHD-06); {@link NtStatus#INVALID_HANDLE} after close
   */
  void reply(MemorySegment reply);

  /**
   * {@return whether there was something to cancel (GET-30)} CancelIoEx for one get: it completes
   * with {@link NtStatus#CANCELLED}, unless a message reached it first (GET-31). It works through a
   * closed handle, too, for gets may outlive it.
   *
   * @param overlapped a get of this connection
   */
  boolean cancel(Overlapped overlapped);

  /**
   * {@return whether there was something to cancel} CancelIoEx for every get of this connection,
   * whichever handle it was posted through (GET-29).
   */
  boolean cancelAll();

  /** {@return whether neither end has closed, as far as is known here} */
  boolean isConnected();

  /**
   * CloseHandle. The last handle of a connection ends it; closing another ends nothing but that
   * handle (HND-02). Blocked calls end with {@link NtStatus#INVALID_HANDLE}, overlapped gets with
   * {@link NtStatus#PORT_DISCONNECTED} (HND-08). In one JVM it returns after the disconnect
   * callback; in a callback, and between processes, it does not wait (HND-07). A second call does
   * nothing (HND-09).
   */
  @Override
  void close();
}
