package io.filterport.filter;

import io.filterport.Content;
import io.filterport.Timeout;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The filter's end of one connection. Safe for use by any thread, also while another closes it
 * (DIS-02).
 */
public interface ClientPort extends AutoCloseable {
  /**
   * {@return how the send ended} FltSendMessage: the message goes to the oldest getter of the
   * client that it fits into (KSM-16); with none it waits, and is stored nowhere (KSM-12). Blocks
   * the calling thread; an interrupt ends the wait and leaves the interrupt flag set (KSM-52).
   *
   * @param message the payload, 0 bytes…the port's {@link PortAttributes#maxMessageBytes}; read
   *     until the message is delivered
   * @param reply where the reply's payload goes, 0 bytes for a reply of a status alone (KSM-09);
   *     null if none is wanted, and the send returns at delivery (KSM-25). May be the same memory
   *     as the message (KSM-10). Untouched unless a reply came (KSM-46, BUF-08)
   * @param timeout for delivery and reply together
   */
  SendResult send(MemorySegment message, @Nullable MemorySegment reply, Timeout timeout);

  /**
   * {@return how the send ended} As {@link #send(MemorySegment, MemorySegment, Timeout)}, with a
   * content beside the message: the service reads it through its own handle, needs no access to the
   * file, and can do so until it has replied. Between processes a content that is not a volume's
   * own open file, also one of a {@link java.nio.channels.FileChannel}, is copied first, up to 64
   * MiB. One that cannot be handed over, for it throws, is too long, or the client does not take
   * it, is lost: the message arrives without it, and says so.
   *
   * @param message the payload, 0 bytes…the port's {@link PortAttributes#maxMessageBytes}
   * @param content stays the caller's, who closes it after this call
   * @param reply where the reply's payload goes
   * @param timeout for delivery and reply together
   */
  SendResult send(MemorySegment message, Content content, MemorySegment reply, Timeout timeout);

  /** {@return whether neither end has closed} */
  boolean isConnected();

  /**
   * FltCloseClientPort: ends the connection for both ends (DIS-01, DIS-14) and gives the seat back.
   * The disconnect callback still comes once, when the client closes too (DIS-16). A second call
   * does nothing (DIS-03, DIS-04).
   */
  @Override
  void close();
}
