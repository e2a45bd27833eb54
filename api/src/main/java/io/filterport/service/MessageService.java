package io.filterport.service;

import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.spi.FailureLog;
import java.lang.System.Logger.Level;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loop that every service needs: workers that get messages, hand them to a handler, answer
 * them, and get the next. Set it up in one thread; from its start on it is safe for use by any.
 *
 * <pre>{@code
 * try (FilterPort port = FilterPort.connect(space, "\\GreeterPort")) {
 *   MessageService.on(port).workers(4).serve(message -> message.reply(verdict));
 * }
 * }</pre>
 *
 * <p>No sender hangs on a service: what a handler leaves unanswered, by an exception or by
 * returning, is answered with {@link NtStatus#UNSUCCESSFUL} (see {@link MessageHandler}). No worker
 * dies of a handler's failure or of a late reply (RPL-05); all end with the connection, which is a
 * normal end. Failures are logged to {@code io.filterport.service}, at most once a second.
 *
 * <p>Its overlapped gets go to a completion port of its own, to which the connection is tied for
 * good (GET-26): one connection has one MessageService, which may be started again.
 */
public final class MessageService implements AutoCloseable {
  private static final int MAX_WORKERS = 1024;
  private static final int MAX_DEFAULT_WORKERS = 16;
  private static final int MAX_OUTSTANDING = 1024;
  private static final int DEFAULT_SLOTS = 64;
  private static final int DEFAULT_BUFFER = 4 << 10;

  private final FilterPort port;
  private final ServiceCounters counters = new ServiceCounters();
  private final FailureLog log =
      FailureLog.to(System.getLogger("io.filterport.service"), Level.WARNING, System::nanoTime);

  private int workers =
      Math.min(2 * Runtime.getRuntime().availableProcessors(), MAX_DEFAULT_WORKERS);

  /** 0 while it follows the workers. */
  private int outstanding;

  private int bufferBytes = DEFAULT_BUFFER;

  /** 0 while it follows the port. */
  private int maxMessageBytes;

  private boolean virtual;

  // guarded by this
  private @Nullable CompletionPort queue;
  private @Nullable ServiceRun run;

  private MessageService(FilterPort port) {
    this.port = port;
  }

  /**
   * {@return a service that is not started yet}
   *
   * @param port where its messages come from, not tied to a completion port, nor synchronous. The
   *     service never closes it. It stays open until the service has ended: where another handle
   *     keeps the connection, messages that were delivered before the service noticed the close
   *     cannot be answered any more
   */
  public static MessageService on(FilterPort port) {
    return new MessageService(port);
  }

  // ---- setting up

  /**
   * {@return this} Sets how many messages are handled at once.
   *
   * @param count 1…1024; if never set, two per processor, at most 16
   */
  public MessageService workers(int count) {
    workers = inRange("workers", count, 1, MAX_WORKERS);
    return this;
  }

  /**
   * {@return this} Sets how many gets there are: so many messages are delivered, in the hands of
   * handlers or waiting for one, before a sender waits with its message. One beyond the slots for
   * which the system gives no thread while the service runs is tried again ten times a second.
   *
   * @param count 1…1024; if never set, two per worker, at most 64, the slots of a connection
   */
  public MessageService outstanding(int count) {
    outstanding = inRange("outstanding gets", count, 1, MAX_OUTSTANDING);
    return this;
  }

  /**
   * {@return this} Sets the size that each get's buffer begins with. A buffer that is too small
   * grows; the message is not lost (GET-16). It keeps up to 1 MiB of what it grew to, or this size
   * if that is more; what was needed for a longer message is given back after it.
   *
   * @param bytes the header's 16 and more; if never set, 4 KiB
   */
  public MessageService bufferBytes(int bytes) {
    bufferBytes = inRange("bytes of a buffer", bytes, MessageHeader.SIZE, Integer.MAX_VALUE);
    return this;
  }

  /**
   * {@return this} Sets up to what size buffers grow. A longer message is answered with {@link
   * NtStatus#UNSUCCESSFUL} and never reaches the handler.
   *
   * @param bytes the header's 16 and more; if never set, those and the port's maximum
   */
  public MessageService maxMessageBytes(int bytes) {
    maxMessageBytes = inRange("bytes of a message", bytes, MessageHeader.SIZE, Integer.MAX_VALUE);
    return this;
  }

  /** {@return this} Makes the workers virtual threads; else they are platform threads. */
  public MessageService onVirtualThreads() {
    virtual = true;
    return this;
  }

  private static int inRange(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          value + " " + what + ": it takes " + least + " to " + most + ".");
    }
    return value;
  }

  // ---- running

  /**
   * Serves until the connection ends, or another thread calls {@link #close()}; running handlers
   * have returned then. Both are normal ends, also of a connection that is over before. An
   * interrupt of the calling thread closes, and leaves the interrupt flag set.
   *
   * @param handler run by the workers, never by the calling thread
   * @throws IllegalStateException if it is running
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} if the port is tied to another
   *     completion port, or synchronous; {@link NtStatus#INSUFFICIENT_RESOURCES} for more gets than
   *     slots where the system gives no thread
   * @throws OutOfMemoryError if the system gives no thread for a worker
   */
  public void serve(MessageHandler handler) {
    begin(handler).awaitEnd();
  }

  /**
   * {@return this, running} Every get is posted when it returns: a message finds one at once. The
   * service runs until the connection ends or {@link #close()}, then it may be started again.
   *
   * @param handler run by the workers
   * @throws IllegalStateException if it is running
   * @throws FilterPortException as {@link #serve}
   * @throws OutOfMemoryError as {@link #serve}
   */
  public MessageService start(MessageHandler handler) {
    ServiceRun ignored = begin(handler);
    return this;
  }

  private synchronized ServiceRun begin(MessageHandler handler) {
    if (run != null && !run.isOver()) {
      throw new IllegalStateException("The service on " + port.name() + " is running.");
    }
    if (queue == null) {
      queue = tie();
    }
    int most = maxMessageBytes > 0 ? maxMessageBytes : MessageHeader.SIZE + port.maxMessageBytes();
    Dispatcher dispatcher = new Dispatcher(port, handler, most, counters, log);
    ServiceRun next =
        new ServiceRun(port, queue, dispatcher, log, gets(most), threads().factory(), workers);
    run = next;
    next.start();
    return next;
  }

  /** On a connection that is over the gets will say so. */
  private CompletionPort tie() {
    CompletionPort fresh = CompletionPort.create();
    try {
      fresh.associate(port, 0);
    } catch (FilterPortException e) {
      if (!e.isDisconnected()) {
        fresh.close();
        throw e;
      }
    }
    return fresh;
  }

  private Stream<PendingGet> gets(int most) {
    int count = outstanding > 0 ? outstanding : Math.min(2 * workers, DEFAULT_SLOTS);
    int bytes = Math.min(bufferBytes, most);
    return IntStream.range(0, count).mapToObj(i -> new PendingGet(port, bytes, most));
  }

  private Thread.Builder threads() {
    String name = port.name() + "-worker-";
    return virtual ? Thread.ofVirtual().name(name, 0) : Thread.ofPlatform().name(name, 0);
  }

  /**
   * Ends the service and leaves the port open: cancels the gets, handles what was delivered before,
   * and waits for running handlers; called by a handler it does not wait. Kept messages can still
   * be answered. Does nothing if it is not running.
   */
  @Override
  public void close() {
    ServiceRun last = latest();
    if (last == null) {
      return;
    }
    last.stop();
    if (!last.isWorker(Thread.currentThread())) {
      last.awaitEnd();
    }
  }

  private synchronized @Nullable ServiceRun latest() {
    return run;
  }

  // ---- counters, since it was made

  /**
   * {@return messages whose handler returned, having answered or kept those that expect a reply}
   */
  public long handled() {
    return counters.handled().sum();
  }

  /**
   * {@return messages whose handler threw, or returned without an answer, and those too long to be
   * handled}
   */
  public long unhandled() {
    return counters.unhandled().sum();
  }

  /** {@return replies that nobody waited for any more: harmless (RPL-05)} */
  public long lateReplies() {
    return counters.lateReplies().sum();
  }
}
