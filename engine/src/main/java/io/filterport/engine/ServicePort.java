package io.filterport.engine;

import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.engine.slots.CallOutcome;
import io.filterport.engine.slots.CalleeHalf;
import io.filterport.engine.slots.Deadline;
import io.filterport.engine.slots.EngineClock;
import io.filterport.engine.slots.Halves;
import io.filterport.engine.slots.Spares;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.service.PortAccess;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The service's end of a connection, in every world that has slots: what all handles to it share.
 * Safe for use by any thread.
 */
public final class ServicePort {
  private static final System.Logger LOG = System.getLogger("io.filterport.engine");

  /** A thread that never runs: what it may touch, every thread may. */
  private static final Thread ANYBODY = Thread.ofPlatform().unstarted(() -> {});

  private final PortName name;
  private final Halves halves;
  private final boolean oneWay;
  private final ContentArrivals contents;
  private final Runnable closing;

  private final Spares<BlockingGetter> spares = new Spares<>();

  private final AtomicReference<OverlappedGetter.@Nullable Association> association =
      new AtomicReference<>();

  /** Those that are open; the first one is {@link #open}'s. */
  private final AtomicInteger handles = new AtomicInteger(1);

  /**
   * Makes the service's end of an accepted connection.
   *
   * @param name the name that it connected to
   * @param halves the service's side of the slots
   * @param oneWay whether the port takes no messages from its clients
   * @param contents what arrived beside messages
   * @param closing tells the manager that the last handle is closed; run once
   */
  public ServicePort(
      PortName name, Halves halves, boolean oneWay, ContentArrivals contents, Runnable closing) {
    this.name = name;
    this.halves = halves;
    this.oneWay = oneWay;
    this.contents = contents;
    this.closing = closing;
  }

  PortName name() {
    return name;
  }

  int maxMessageBytes() {
    return halves.maxMessageBytes();
  }

  CalleeHalf callee() {
    return halves.callee();
  }

  // ---- handles

  /**
   * {@return the first handle} To be called once.
   *
   * @param options what the client asked for
   */
  public FilterPort open(ConnectOptions options) {
    PortHandle handle = new PortHandle(this, PortAccess.READ_WRITE);
    return options.isSynchronous() ? new SynchronousHandle(handle) : handle;
  }

  /** {@return whether there is one handle more; false if the last one is closed} */
  boolean addHandle() {
    return handles.getAndUpdate(open -> open == 0 ? 0 : open + 1) > 0;
  }

  /** The connection ends with its last handle (HND-02). */
  void removeHandle() {
    if (handles.decrementAndGet() == 0) {
      halves.close();
      contents.close();
      closing.run();
    }
  }

  private boolean isClosed() {
    return handles.get() == 0;
  }

  // ---- FilterSendMessage

  int send(MemorySegment input, @Nullable MemorySegment output) {
    long length = input == null ? 0 : input.byteSize();
    if (length == 0 || length > maxMessageBytes()) {
      throw failure(
          "sending " + length + " bytes to ",
          NtStatus.INVALID_PARAMETER,
          "A message has 1 to " + maxMessageBytes() + " bytes, as the port's filter set it.");
    }
    if (oneWay) {
      throw failure(
          "sending to ",
          NtStatus.INVALID_DEVICE_REQUEST,
          "The port is one-way: its filter has no message callback.");
    }
    if (output != null && output.isReadOnly()) {
      throw failure("sending to ", NtStatus.ACCESS_VIOLATION, "The output buffer is read-only.");
    }
    return answer(
        halves
            .caller()
            .call(input, true, output, null, Timeout.infinite(), EngineClock.SYSTEM, false));
  }

  private int answer(CallOutcome outcome) {
    if (outcome.kind() == CallOutcome.Kind.NO_MEMORY) {
      throw failure(
          "sending to ",
          NtStatus.INSUFFICIENT_RESOURCES,
          "There is no memory for the message: try again later, or with a shorter one.");
    }
    if (outcome.kind() != CallOutcome.Kind.SETTLED) {
      throw gone("sending to ");
    }
    NtStatus status = new NtStatus(outcome.status());
    if (!status.equals(NtStatus.SUCCESS)) {
      throw new FilterPortException(
          "sending to " + name, status, "That is the filter's answer.", outcome.count());
    }
    return outcome.count();
  }

  // ---- FilterGetMessage

  int getMessage(MemorySegment buffer) {
    checkBuffer(buffer);
    checkOwner(buffer);
    boolean direct = buffer.isAccessibleBy(ANYBODY);
    MemorySegment target = direct ? buffer : substitute(buffer.byteSize());
    int bytes = getInto(target);
    if (!direct) {
      MemorySegment.copy(target, 0, buffer, 0, bytes);
    }
    return bytes;
  }

  /** No message is longer, however large the buffer is. */
  private MemorySegment substitute(long bytes) {
    return MemorySegment.ofArray(new byte[(int) Math.min(bytes, longestMessage())]);
  }

  private long longestMessage() {
    return CalleeHalf.HEADER + (long) maxMessageBytes();
  }

  private int getInto(MemorySegment target) {
    BlockingGetter getter = fresh();
    getter.fill(target);
    post(getter);
    getter.await();
    checkEnd(getter);
    int bytes = getter.bytes();
    getter.forget();
    spares.give(getter);
    return bytes;
  }

  /** A thread's own getter once more, or a new one. */
  private BlockingGetter fresh() {
    BlockingGetter spare = spares.take();
    return spare != null && spare.isCurrentThread() ? spare : new BlockingGetter(callee());
  }

  void getMessage(MemorySegment buffer, Overlapped overlapped) {
    OverlappedGetter ignored = start(buffer, overlapped);
  }

  /** The same interrupts and ends as without an OVERLAPPED. */
  void getAndWait(MemorySegment buffer, Overlapped overlapped) {
    OverlappedGetter getter = start(buffer, overlapped);
    if (!getter.await(Deadline.NEVER, true) && Thread.interrupted()) {
      boolean ignored = callee().cancel(getter);
      ignored = getter.await(Deadline.NEVER, false);
      Thread.currentThread().interrupt();
    }
    checkEnd(getter);
  }

  private OverlappedGetter start(MemorySegment buffer, Overlapped overlapped) {
    checkBuffer(buffer);
    if (!buffer.isAccessibleBy(ANYBODY)) {
      throw failure(
          "overlapped get from ",
          NtStatus.INVALID_PARAMETER,
          "The buffer is confined to one thread, and any thread may complete the get.");
    }
    if (!(overlapped instanceof EngineOverlapped own)) {
      throw failure("overlapped get from ", NtStatus.INVALID_PARAMETER, "A foreign OVERLAPPED.");
    }
    OverlappedGetter before = own.latest();
    OverlappedGetter getter = new OverlappedGetter(callee(), buffer, own, association);
    if (!own.begin(before, getter)) {
      throw failure(
          "overlapped get from ", NtStatus.INVALID_PARAMETER, "The OVERLAPPED is in use.");
    }
    post(own, before, getter);
    return getter;
  }

  private void post(
      EngineOverlapped own, @Nullable OverlappedGetter before, OverlappedGetter getter) {
    try {
      post(getter);
      if (!callee().ensureSlot(getter)) {
        throw failure(
            "overlapped get from ",
            NtStatus.INSUFFICIENT_RESOURCES,
            "It is beyond the slots, and the system gives no thread for it: try again later.");
      }
    } catch (FilterPortException e) {
      own.restore(getter, before);
      throw e;
    }
  }

  private void post(MessageGetter getter) {
    if (!callee().offer(getter)) {
      throw gone("getting a message from ");
    }
  }

  /** A missing buffer is what the types exclude, for callers whose compiler does not check it. */
  private void checkBuffer(MemorySegment buffer) {
    if (buffer == null || buffer.byteSize() == 0 || buffer.isReadOnly()) {
      throw failure(
          "getting a message from ",
          NtStatus.INVALID_PARAMETER,
          "A get needs a writable buffer with room for the 16 bytes of the header.");
    }
    if (!buffer.scope().isAlive()) {
      throw failure(
          "getting a message from ", NtStatus.ACCESS_VIOLATION, "The buffer's memory is freed.");
    }
  }

  /** A message that was taken for a buffer which this thread cannot write would be lost. */
  private void checkOwner(MemorySegment buffer) {
    if (!buffer.isAccessibleBy(Thread.currentThread())) {
      throw failure(
          "getting a message from ",
          NtStatus.ACCESS_VIOLATION,
          "The buffer is confined to another thread.");
    }
  }

  private void checkEnd(MessageGetter getter) {
    if (getter.status().equals(NtStatus.PORT_DISCONNECTED)) {
      throw gone("getting a message from ");
    }
    if (!getter.status().equals(NtStatus.SUCCESS)) {
      throw GetFailures.of("getting a message from " + name, getter.status(), getter.bytes());
    }
  }

  void associate(OverlappedGetter.Association tie) {
    if (!association.compareAndSet(null, tie)) {
      throw failure(
          "associating ", NtStatus.INVALID_PARAMETER, "The port is tied to a completion port.");
    }
  }

  Content content(long messageId) {
    CalleeHalf.Cargo cargo = callee().cargo(messageId);
    Content content =
        cargo == null || cargo.lost() ? null : contents.take(cargo.slot(), cargo.generation());
    if (content == null) {
      String what = "content of message " + messageId + " of ";
      throw cargo != null && isLost(cargo) ? lostContent(what) : noContent(what);
    }
    return content;
  }

  /** At the manager's end of the way, or at this one. */
  private boolean isLost(CalleeHalf.Cargo cargo) {
    return cargo.lost() || contents.isLost(cargo.slot(), cargo.generation());
  }

  private FilterPortException lostContent(String what) {
    return failure(
        what,
        NtStatus.INSUFFICIENT_RESOURCES,
        "It could not be handed over: too many files are open, there or here, it cannot be read, or"
            + " it is no open file and too long to be copied.");
  }

  private FilterPortException noContent(String what) {
    return isConnected()
        ? failure(what, NtStatus.NOT_FOUND, "The message has none, or is answered.")
        : gone(what);
  }

  // ---- FilterReplyMessage

  void reply(MemorySegment reply) {
    long bytes = reply == null ? 0 : reply.byteSize();
    long length = bytes - ReplyHeader.SIZE;
    if (length < 0 || length > maxMessageBytes()) {
      throw failure(
          "replying with " + bytes + " bytes to ",
          NtStatus.INVALID_PARAMETER,
          "A reply has a header of 16 bytes and up to "
              + maxMessageBytes()
              + " of payload, as the port's filter set it.");
    }
    ReplyHeader header = ReplyHeader.read(reply);
    CalleeHalf.Cargo cargo = callee().cargo(header.messageId());
    if (cargo != null) {
      contents.drop(cargo.slot(), cargo.generation());
    }
    switch (callee()
        .reply(
            header.messageId(),
            header.status().value(),
            0,
            reply,
            ReplyHeader.SIZE,
            (int) length)) {
      case ACCEPTED -> {}
      case TRUNCATED ->
          throw failure(
              "replying with "
                  + length
                  + " bytes of payload to message "
                  + header.messageId()
                  + " of ",
              NtStatus.BUFFER_OVERFLOW,
              "The filter has room for less, see the message's header; it got what fits.");
      case NO_MEMORY ->
          throw failure(
              "replying with " + length + " bytes of payload to ",
              NtStatus.INSUFFICIENT_RESOURCES,
              "There is no memory for it: reply again later, or with less.");
      case NO_WAITER ->
          throw failure(
              "replying to message " + header.messageId() + " of ",
              NtStatus.FLT_NO_WAITER_FOR_REPLY,
              "Nobody waits for it any more; harmless, go on with the next message.");
    }
  }

  // ---- cancelling

  boolean cancel(Overlapped overlapped) {
    OverlappedGetter getter = overlapped instanceof EngineOverlapped own ? own.latest() : null;
    return getter != null && getter.half() == callee() && callee().cancel(getter);
  }

  boolean cancelAll() {
    return callee().cancelAll();
  }

  // ---- the end

  /** The manager says, or its death does, that the connection is over. */
  public void peerGone() {
    halves.close();
    contents.close();
  }

  /** The manager broke the protocol. */
  public void breach(String reason) {
    LOG.log(
        Level.WARNING, "{0}: connection ends, the manager broke the protocol: {1}", name, reason);
    peerGone();
  }

  /** False as soon as a get is refused. */
  boolean isConnected() {
    return !callee().isClosed();
  }

  private FilterPortException gone(String doing) {
    return isClosed()
        ? failure(doing, NtStatus.INVALID_HANDLE, "The port was closed meanwhile; connect again.")
        : Connection.disconnected(doing + name);
  }

  FilterPortException failure(String doing, NtStatus status, String advice) {
    return new FilterPortException(doing + name, status, advice);
  }
}
