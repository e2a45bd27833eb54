package io.filterport.engine;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.engine.events.SlowMessageEvent;
import io.filterport.engine.slots.CalleeHalf;
import io.filterport.engine.slots.CalleeHalf.ReplyOutcome;
import io.filterport.engine.slots.Delivery;
import io.filterport.engine.slots.Getter;
import io.filterport.engine.slots.IdleHalves;
import io.filterport.filter.MessageNotify;
import io.filterport.filter.PortCallbacks;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the message callback of one connection on a bounded number of threads, made when they are
 * needed. A worker waits on the arrival bell like any getter, so a call goes from the client to the
 * callback's thread without another in between.
 */
final class CallDispatcher {
  /** Most callbacks of one connection at once (MNF-13); more calls wait. */
  static final int MAX_WORKERS = 16;

  /** How long a worker waits for the next call before it ends. */
  private static final long KEPT_NANOS = 1_000_000_000;

  private final Connection connection;
  private final CalleeHalf half;
  private final PortCallbacks callbacks;
  private final MessageNotify notify;
  private final String what;
  private final ThreadFactory threads;
  private final Snapshots snapshots;
  private final long keptNanos;
  private final Workers crew = new Workers();
  private final OfferedCalls calls;
  private final InPlaceViews views = new InPlaceViews();

  /** Copies a message, and has room for its answer. Throws if there is no memory. */
  @FunctionalInterface
  interface Snapshots {
    ServedCall of(Delivery message, MemorySegment record, int maxOutput);
  }

  /** For a port that has a message callback. */
  CallDispatcher(Connection connection, CalleeHalf half, PortCallbacks callbacks) {
    this(connection, half, callbacks, threadsOf(connection), SnapshotCall::new, KEPT_NANOS);
  }

  CallDispatcher(
      Connection connection,
      CalleeHalf half,
      PortCallbacks callbacks,
      ThreadFactory threads,
      Snapshots snapshots,
      long keptNanos) {
    this.threads = threads;
    this.snapshots = snapshots;
    this.keptNanos = keptNanos;
    this.connection = connection;
    this.half = half;
    this.callbacks = callbacks;
    this.notify = Objects.requireNonNull(callbacks.message());
    this.calls = new OfferedCalls(half, Call::new);
    this.what = "message callback of " + connection.portName();
  }

  private static ThreadFactory threadsOf(Connection connection) {
    return Thread.ofPlatform()
        .daemon()
        .name("filterport-notify-" + connection.portName() + "-" + connection.id())
        .factory();
  }

  /**
   * From now on clients can call.
   *
   * @throws FilterPortException {@link NtStatus#INSUFFICIENT_RESOURCES} if nobody can sleep on the
   *     bell for want of a thread
   */
  void start() {
    calls.start();
    if (half.needsLeader() && !IdleHalves.OF_PROCESS.add(half) && !crew.hire()) {
      throw new FilterPortException(
          "serving a client of " + connection.portName(),
          NtStatus.INSUFFICIENT_RESOURCES,
          "The manager can make no more threads; end some, or raise its limit (ulimit -u).");
    }
  }

  /** An offered slot; after its call was answered it is offered again. */
  private final class Call extends Getter implements Runnable {
    private final @Nullable InPlaceCall inPlace =
        callbacks.inPlace()
            ? new InPlaceCall(half, delivery(), views, connection.maxMessageBytes())
            : null;
    private final Supplier<NtStatus> callback = this::callBack;

    // of the worker that collects it
    private @Nullable ServedCall served;
    private boolean unreadable;
    private NtStatus answer = NtStatus.UNSUCCESSFUL;

    Call() {
      super(CalleeHalf.HEADER + connection.maxMessageBytes());
    }

    @Override
    protected void arrived(CalleeHalf arrivedAt) {
      crew.add(this); // first: one more to offer needs memory
      calls.taken();
    }

    @Override
    protected boolean readsInPlace() {
      return inPlace != null;
    }

    @Override
    protected boolean take(Delivery message, MemorySegment record) {
      if (half.isClosed()) {
        return true; // collected by the close: nobody will serve it, nobody would free its buffers
      }
      if (inPlace == null) {
        served = snapshot(message, record);
        unreadable = served == null;
      } else {
        inPlace.read(record);
        served = inPlace;
      }
      return true;
    }

    /** {@return null if there is no memory for it} */
    private @Nullable ServedCall snapshot(Delivery message, MemorySegment record) {
      try {
        return snapshots.of(message, record, connection.maxMessageBytes());
      } catch (OutOfMemoryError e) {
        return null;
      }
    }

    @Override
    protected void complete(NtStatus status, int bytes) {
      if (status.equals(NtStatus.BUFFER_TOO_SMALL)) {
        connection.breach("called an offer of the largest message too small");
      }
    }

    /** On a worker: collects, answers, and offers the slot again. */
    void serve() {
      if (!half.collect(this)) {
        calls.notTaken(); // the bit was stale, or another worker has it
        return;
      }
      ServedCall call = served;
      if (call != null) {
        serve(call);
      } else {
        tellUnreadable();
      }
      calls.again(this);
    }

    /** For want of a thread: its caller need not wait until there is one. */
    void refuse() {
      if (!half.collect(this)) {
        calls.notTaken();
        return;
      }
      ServedCall call = served;
      if (call != null) {
        served = null;
        call.begin();
        answer = NtStatus.INSUFFICIENT_RESOURCES;
        reply(call);
        call.end();
      } else {
        tellUnreadable();
      }
      calls.again(this);
    }

    private void tellUnreadable() {
      if (unreadable) {
        unreadable = false;
        tellNoMemory();
      }
    }

    /** The buffers die before the last one out may run the disconnect callback (BUF-06). */
    private void serve(ServedCall call) {
      boolean inside = connection.running().enter();
      try {
        if (inside) {
          answerIfOpen(call);
        }
      } finally {
        served = null;
        call.end();
        if (inside) {
          connection.callbackEnded();
          connection.running().exit();
        }
      }
    }

    private void answerIfOpen(ServedCall call) {
      call.begin();
      answer = NtStatus.PORT_DISCONNECTED;
      if (connection.isOpen()) {
        CallbackScope.run(connection, this);
      }
      half.comeBack();
      reply(call);
    }

    /** In the scope of the connection. */
    @Override
    public void run() {
      SlowMessageEvent slow = SlowMessageEvent.begun();
      answer = Statuses.of(what, connection.port().log().message(), callback);
      if (slow != null) {
        tell(slow);
      }
    }

    private void tell(SlowMessageEvent slow) {
      if (slow.tookLong()) {
        connection.describe(slow);
        slow.of("to_filter", answer.toString(), delivery().length());
        slow.commit();
      }
    }

    private NtStatus callBack() {
      return notify.message(connection.cookie(), Objects.requireNonNull(served));
    }

    /**
     * An error brings no bytes (MNF-08), but a buffer that is too small says what it needs
     * (ERR-07). A caller has no timeout, so it does not wait until there is memory for a long
     * answer.
     */
    private void reply(ServedCall call) {
      boolean tooSmall = saysTooSmall();
      NtStatus told = tooSmall ? NtStatus.FLT_BUFFER_TOO_SMALL : answer;
      int length = !tooSmall && told.carriesBytes() ? call.counted() : 0;
      int count = tooSmall ? call.returnLength() : length;
      MemorySegment payload = payload(call, length);
      if (payload == null || settle(told, count, payload, length) == ReplyOutcome.NO_MEMORY) {
        tellNoMemory();
      }
    }

    /** A client sees both as one, so both tell it what is needed (MNF-07). */
    private boolean saysTooSmall() {
      return answer.equals(NtStatus.BUFFER_TOO_SMALL)
          || answer.equals(NtStatus.FLT_BUFFER_TOO_SMALL);
    }

    /** {@return what the callback says it wrote; null if there is no memory, for it never asked} */
    private @Nullable MemorySegment payload(ServedCall call, int length) {
      try {
        return length == 0 || inPlace != null ? MemorySegment.NULL : call.answer();
      } catch (OutOfMemoryError e) {
        return null;
      }
    }

    private void tellNoMemory() {
      ReplyOutcome ignored = settle(NtStatus.INSUFFICIENT_RESOURCES, 0, MemorySegment.NULL, 0);
    }

    private ReplyOutcome settle(NtStatus told, int count, MemorySegment payload, int length) {
      long id = delivery().id();
      return inPlace == null
          ? half.reply(id, told.value(), count, payload, 0, length)
          : half.replyInPlace(id, told.value(), count, length);
    }
  }

  // ---- workers

  /** Those of this connection. */
  private final class Workers extends Crew<Call> {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    boolean hire() {
      if (count.getAndUpdate(n -> Math.min(n + 1, MAX_WORKERS)) == MAX_WORKERS) {
        return false;
      }
      try {
        threads.newThread(CallDispatcher.this::work).start();
        return true;
      } catch (OutOfMemoryError e) { // the system gives no more
        int ignored = count.decrementAndGet();
        connection.port().log().message().tell("no thread could be made for a " + what, e);
        refuseIfNobodyServes();
        return false;
      }
    }

    /** Whoever counts the workers down to none sees every call whose thread was not made. */
    private void refuseIfNobodyServes() {
      while (count.get() == 0) {
        Call call = poll();
        if (call == null) {
          return;
        }
        call.refuse();
      }
    }

    /** An error ended a worker, which may have been called, or alone at the bell. */
    void replace() {
      count.decrementAndGet();
      arrived();
      boolean ignored = hire() || IdleHalves.OF_PROCESS.add(half);
    }

    /** {@return whether the worker may go: somebody notices the next call all the same} */
    boolean release() {
      boolean watched = !half.needsLeader() || half.hasWaiters() || IdleHalves.OF_PROCESS.add(half);
      if (watched) {
        int ignored = count.decrementAndGet();
        countedOut();
      }
      return watched;
    }
  }

  /** Inside all the time: between two calls, too, it looks at the memory. */
  private void work() {
    if (half.enter()) {
      try {
        serveCalls();
      } catch (Throwable e) {
        crew.replace();
        throw e;
      } finally {
        half.exit();
      }
    }
  }

  private void serveCalls() {
    Crew.Member me = new Crew.Member();
    Patience patience = new Patience(keptNanos, System::nanoTime);
    BooleanSupplier over = () -> me.isCalled() || half.isClosed();
    crew.arrived();
    boolean stays = true;
    while (stays && !half.isClosed()) {
      Call call = find(me);
      if (call != null) {
        leaveSomebodyWatching();
        call.serve();
        forgetInterrupt();
      } else {
        stays = waitForWork(me, over, patience) || !crew.release();
      }
    }
  }

  /** A callback may leave its thread interrupted; a worker that waits must not spin on that. */
  private static void forgetInterrupt() {
    boolean ignored = Thread.interrupted();
  }

  /** What a worker finds that spins it takes itself; nobody is called for it. */
  private @Nullable Call find(Crew.Member me) {
    Call call = crew.isWorkless() ? null : crew.take(me);
    for (boolean found = true; call == null && found; call = crew.take(me)) {
      me.waiter.clear();
      crew.look(me);
      found = half.look(me.waiter);
    }
    return call;
  }

  /** {@return whether the worker was called; else it has rested for long} */
  private boolean waitForWork(Crew.Member me, BooleanSupplier over, Patience patience) {
    crew.rest(me);
    patience.begin();
    half.await(me.waiter, over, patience);
    return !crew.withdraw(me);
  }

  /** While this thread is in the callback another must sleep on the bell. */
  private void leaveSomebodyWatching() {
    half.goToWork();
    if (half.needsLeader() && !half.hasWaiters()) {
      boolean ignored = crew.hire();
    }
  }
}
