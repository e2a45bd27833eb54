package io.filterport.service;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.spi.FailureLog;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A service from its start to its end: gets that circulate, and workers that take their
 * completions.
 *
 * <p>The run is over when no get is left: each ends with the connection, or with {@link #stop()}.
 * The worker that retires the last one wakes another, which wakes the next.
 */
final class ServiceRun {
  /** Wakes one worker, which looks whether the run is over. */
  private static final Completion WAKE = new Completion(0, null, NtStatus.SUCCESS, 0);

  private static final Timeout POSTPONED = Timeout.ofMillis(100);

  private final FilterPort port;
  private final CompletionPort queue;
  private final Dispatcher dispatcher;
  private final FailureLog log;
  private final Map<Overlapped, PendingGet> gets;
  private final List<Thread> workers;

  /** Gets that are posted, or whose message is being handled. */
  private final AtomicInteger live = new AtomicInteger();

  /** Those of {@link #live} that found neither a slot nor a thread. */
  private final Queue<PendingGet> postponed = new ConcurrentLinkedQueue<>();

  private final AtomicInteger working;
  private volatile boolean stopping;

  ServiceRun(
      FilterPort port,
      CompletionPort queue,
      Dispatcher dispatcher,
      FailureLog log,
      Stream<PendingGet> gets,
      ThreadFactory threads,
      int workers) {
    this.port = port;
    this.queue = queue;
    this.dispatcher = dispatcher;
    this.log = log;
    this.gets = gets.collect(Collectors.toMap(PendingGet::overlapped, Function.identity()));
    this.workers =
        IntStream.range(0, workers).mapToObj(i -> threads.newThread(this::work)).toList();
    this.working = new AtomicInteger(workers);
  }

  /** Posts every get, then starts the workers; none if the connection is over. */
  void start() {
    try {
      gets.values().forEach(this::postFirst);
      if (live.get() > 0) {
        workers.forEach(Thread::start);
      }
    } catch (RuntimeException | Error e) { // such as no memory for threads
      stop();
      if (isOver()) {
        refuseDelivered();
      }
      throw e;
    }
  }

  /** No worker runs, and senders must not wait for one. */
  private void refuseDelivered() {
    boolean interrupted = Thread.interrupted();
    while (live.get() > 0) {
      Completion packet = queue.get(Timeout.infinite());
      PendingGet get = packet == null ? null : getOf(packet);
      if (packet != null && get != null) {
        live.decrementAndGet();
        refuse(get, packet);
      }
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuse(PendingGet get, Completion packet) {
    try {
      if (packet.status().equals(NtStatus.SUCCESS)) {
        dispatcher.refuse(get.received(packet.bytes()));
      }
    } catch (RuntimeException | Error e) {
      log.tell("A message of " + port.name() + " is not answered", e);
    }
  }

  private void postFirst(PendingGet get) {
    if (post(get)) {
      live.incrementAndGet();
    }
  }

  /**
   * {@return false if the connection is over} So it is for this run if its handle is closed:
   * another one may bring messages, which nobody could answer here.
   */
  private boolean post(PendingGet get) {
    try {
      get.post();
    } catch (FilterPortException e) {
      if (e.status().equals(NtStatus.INVALID_HANDLE)) {
        stop();
      }
      if (e.isDisconnected()) {
        return false;
      }
      throw e;
    }
    if (stopping) {
      get.cancel();
    }
    return true;
  }

  /** Begins the end: what was delivered is still handled, nothing new is got. */
  void stop() {
    stopping = true;
    gets.values().forEach(PendingGet::cancel);
  }

  boolean isOver() {
    return workers.stream().noneMatch(Thread::isAlive);
  }

  boolean isWorker(Thread thread) {
    return workers.contains(thread);
  }

  /** An interrupt stops the run, whose handlers are waited for all the same. */
  void awaitEnd() {
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
          stop();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- workers

  private void work() {
    while (live.get() > 0) {
      forgetInterrupt();
      Completion packet = queue.get(postponed.isEmpty() ? Timeout.infinite() : POSTPONED);
      postPostponed();
      PendingGet get = packet == null ? null : getOf(packet);
      if (packet != null && get != null) {
        completed(get, packet);
      }
    }
    leave();
  }

  /** A handler may take long, so others that wait are told of gets that wait. */
  private void completed(PendingGet get, Completion packet) {
    if (!postponed.isEmpty()) {
      queue.post(WAKE);
    }
    if (!goesOn(get, packet)) {
      live.decrementAndGet();
    }
  }

  /** A get that is refused again goes to the end of the queue. */
  private void postPostponed() {
    for (int left = postponed.size(); left > 0; left--) {
      PendingGet get = postponed.poll();
      if (get != null && !postAgain(get)) {
        live.decrementAndGet();
      }
    }
  }

  /** What one handler left behind is not the next one's. */
  private static void forgetInterrupt() {
    boolean ignored = Thread.interrupted();
  }

  private @Nullable PendingGet getOf(Completion packet) {
    Overlapped overlapped = packet.overlapped();
    return overlapped == null ? null : gets.get(overlapped);
  }

  private void leave() {
    queue.post(WAKE);
    if (working.decrementAndGet() == 0 && !port.isConnected()) {
      queue.close();
    }
  }

  /** {@return whether the get is posted again, now or later} */
  private boolean goesOn(PendingGet get, Completion packet) {
    try {
      return proceed(get, packet) && postAgain(get);
    } catch (RuntimeException | Error e) {
      return givesUp(e);
    }
  }

  private boolean postAgain(PendingGet get) {
    try {
      return !stopping && post(get);
    } catch (FilterPortException e) {
      return e.status().equals(NtStatus.INSUFFICIENT_RESOURCES) ? postponed.add(get) : givesUp(e);
    } catch (RuntimeException | Error e) {
      return givesUp(e);
    }
  }

  /** {@return false} A defect costs one get, not its worker. */
  private boolean givesUp(Throwable defect) {
    log.tell("A get of " + port.name() + " is given up", defect);
    return false;
  }

  /** {@return false if the connection is over} */
  private boolean proceed(PendingGet get, Completion packet) {
    NtStatus status = packet.status();
    if (status.equals(NtStatus.SUCCESS)) {
      dispatcher.dispatch(get.received(packet.bytes()));
      get.shrink();
    } else if (status.equals(NtStatus.BUFFER_TOO_SMALL)) {
      get.grow(packet.bytes());
    } else if (!status.equals(NtStatus.CANCELLED)) {
      return isConnectedAfter(status);
    }
    return true;
  }

  private boolean isConnectedAfter(NtStatus status) {
    FilterPortException e =
        new FilterPortException("getting a message from " + port.name(), status, "");
    if (e.isDisconnected()) {
      return false;
    }
    throw e;
  }
}
