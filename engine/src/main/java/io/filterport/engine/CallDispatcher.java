package io.filterport.engine;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.engine.slots.CalleeHalf;
import io.filterport.engine.slots.CalleeHalf.ReplyOutcome;
import io.filterport.engine.slots.ConnectionLayout;
import io.filterport.engine.slots.Deadline;
import io.filterport.engine.slots.Delivery;
import io.filterport.engine.slots.Getter;
import io.filterport.engine.slots.Waiter;
import io.filterport.filter.MessageNotify;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the message callback of one connection on a bounded number of threads, made when they are
 * needed. A worker waits on the arrival bell like any getter, so a call goes from the client to the
 * callback's thread without another in between.
 */
final class CallDispatcher {
  /** Most callbacks of one connection at once (MNF-13); more calls wait. */
  static final int MAX_WORKERS = 16;

  private final Connection connection;
  private final CalleeHalf half;
  private final MessageNotify callback;
  private final ThreadFactory threads;
  private final ConcurrentLinkedQueue<Call> ready = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedDeque<Worker> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger workers = new AtomicInteger();

  CallDispatcher(Connection connection, CalleeHalf half, MessageNotify callback) {
    this(connection, half, callback, threadsOf(connection));
  }

  CallDispatcher(
      Connection connection, CalleeHalf half, MessageNotify callback, ThreadFactory threads) {
    this.connection = connection;
    this.half = half;
    this.callback = callback;
    this.threads = threads;
  }

  private static ThreadFactory threadsOf(Connection connection) {
    return Thread.ofPlatform()
        .daemon()
        .name("filterport-notify-" + connection.portName() + "-" + connection.id())
        .factory();
  }

  /**
   * Offers every slot: from now on clients can call.
   *
   * @throws FilterPortException {@link NtStatus#INSUFFICIENT_RESOURCES} if nobody can sleep on the
   *     bell for want of a thread
   */
  void start() {
    for (int i = 0; i < ConnectionLayout.DEFAULT_SLOTS; i++) {
      half.offer(new Call());
    }
    if (half.needsLeader() && !addWorker()) {
      throw new FilterPortException(
          "serving a client of " + connection.portName(),
          NtStatus.INSUFFICIENT_RESOURCES,
          "The manager can make no more threads; end some, or raise its limit (ulimit -u).");
    }
  }

  /** An offered slot; after its call was answered it is offered again. */
  private final class Call extends Getter {
    /** Guarded by this. */
    private @Nullable Taken taken;

    Call() {
      super(CalleeHalf.HEADER + connection.maxMessageBytes());
    }

    @Override
    protected void arrived(CalleeHalf arrivedAt) {
      ready.add(this);
      wakeWorker();
    }

    @Override
    protected synchronized boolean take(Delivery delivery, MemorySegment payload) {
      if (half.isClosed()) {
        return true; // collected by the close: nobody will serve it, nobody would free its buffers
      }
      taken =
          new Taken(
              delivery, new EngineMessageCall(delivery, payload, connection.maxMessageBytes()));
      return true;
    }

    @Override
    protected void complete(NtStatus status, int bytes) {
      if (status.equals(NtStatus.BUFFER_TOO_SMALL)) {
        connection.breach("called an offer of the largest message too small");
      }
    }

    /** On a worker: collects, answers, and offers the slot again. */
    void serve() {
      Taken call = collect();
      if (call != null) {
        answer(call.delivery(), call.buffers());
        half.offer(this);
      }
    }

    /** For want of a thread: its caller need not wait until there is one. */
    void refuse() {
      Taken call = collect();
      if (call != null) {
        try (EngineMessageCall buffers = call.buffers()) {
          reply(call.delivery(), buffers, NtStatus.INSUFFICIENT_RESOURCES);
        }
        half.offer(this);
      }
    }

    /** {@return what arrived; null if the bit was stale, or another worker has it} */
    private synchronized @Nullable Taken collect() {
      half.collect(this);
      Taken call = taken;
      taken = null;
      return call;
    }
  }

  /** A call that was collected. */
  private record Taken(Delivery delivery, EngineMessageCall buffers) {}

  private void answer(Delivery taken, EngineMessageCall buffers) {
    try (buffers) {
      if (!connection.running().enter()) {
        return;
      }
      try {
        NtStatus status = connection.isOpen() ? run(buffers) : NtStatus.PORT_DISCONNECTED;
        reply(taken, buffers, status);
      } finally {
        connection.callbackEnded();
        connection.running().exit();
      }
    }
  }

  private NtStatus run(EngineMessageCall buffers) {
    NtStatus[] status = new NtStatus[1];
    CallbackScope.run(
        connection,
        () ->
            status[0] =
                Statuses.of(
                    "message callback of " + connection.portName(),
                    connection.port().failures(),
                    () -> callback.message(connection.cookie(), buffers)));
    return status[0];
  }

  /**
   * An error brings no bytes (MNF-08), but a buffer that is too small says what it needs (ERR-07).
   * A caller has no timeout, so it does not wait until there is memory for a long answer.
   */
  private void reply(Delivery taken, EngineMessageCall buffers, NtStatus status) {
    boolean tooSmall = status.equals(NtStatus.BUFFER_TOO_SMALL);
    NtStatus told = tooSmall ? NtStatus.FLT_BUFFER_TOO_SMALL : status;
    boolean withBytes = !tooSmall && told.carriesBytes();
    MemorySegment payload = withBytes ? buffers.counted() : MemorySegment.NULL;
    int count = tooSmall ? buffers.returnLength() : (int) payload.byteSize();
    if (half.reply(taken.id(), told.value(), count, payload) == ReplyOutcome.NO_MEMORY) {
      half.reply(taken.id(), NtStatus.INSUFFICIENT_RESOURCES.value(), 0, MemorySegment.NULL);
    }
  }

  // ---- workers

  /** A thread that serves calls. */
  private static final class Worker {
    final Waiter waiter = new Waiter();

    /**
     * Not idle any more. It must come back to the list even if another took the call that it was
     * woken for: nobody could wake it again.
     */
    volatile boolean called;
  }

  private void wakeWorker() {
    Worker worker = nextIdle();
    if (worker == null) {
      boolean ignored = addWorker();
    } else {
      worker.called = true;
      worker.waiter.wake();
    }
  }

  /** The worker that does the bookkeeping takes the call itself; else the one that came last. */
  private @Nullable Worker nextIdle() {
    for (Worker worker : idle) {
      if (worker.waiter.isCurrentThread() && idle.remove(worker)) {
        return worker;
      }
    }
    return idle.pollFirst();
  }

  /** {@return false if no thread could be made} Calls that nobody serves then are refused. */
  private boolean addWorker() {
    if (workers.getAndUpdate(n -> Math.min(n + 1, MAX_WORKERS)) == MAX_WORKERS) {
      return true;
    }
    try {
      threads.newThread(this::work).start();
      return true;
    } catch (OutOfMemoryError e) { // the system gives no more
      workers.decrementAndGet();
      connection
          .port()
          .failures()
          .warn("no thread could be made for message callbacks of " + connection.portName(), e);
      refuseIfNobodyServes();
      return false;
    }
  }

  /** Whoever counts the workers down to none sees every call whose thread was not made. */
  private void refuseIfNobodyServes() {
    while (workers.get() == 0) {
      Call call = ready.poll();
      if (call == null) {
        return;
      }
      call.refuse();
    }
  }

  private void work() {
    Worker me = new Worker();
    while (!half.isClosed()) {
      Call call = ready.poll();
      if (call == null) {
        waitForWork(me);
      } else {
        leaveSomebodyWatching();
        call.serve();
        forgetInterrupt();
      }
    }
  }

  /** A callback may leave its thread interrupted; a worker that waits must not spin on that. */
  private static void forgetInterrupt() {
    boolean ignored = Thread.interrupted();
  }

  private void waitForWork(Worker me) {
    me.called = false;
    idle.addFirst(me);
    half.await(me.waiter, () -> me.called || !ready.isEmpty() || half.isClosed(), Deadline.NEVER);
    idle.remove(me);
  }

  /** While this thread is in the callback another must sleep on the bell. */
  private void leaveSomebodyWatching() {
    if (half.needsLeader() && !half.hasWaiters()) {
      boolean ignored = addWorker(); // without one the next message waits for this one
    }
  }
}
