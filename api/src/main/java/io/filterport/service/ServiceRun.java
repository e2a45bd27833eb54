package io.filterport.service;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.spi.FailureLog;
import java.util.List;
import java.util.Map;
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

  private final FilterPort port;
  private final CompletionPort queue;
  private final Dispatcher dispatcher;
  private final FailureLog log;
  private final Map<Overlapped, PendingGet> gets;
  private final List<Thread> workers;

  /** Gets that are posted, or whose message is being handled. */
  private final AtomicInteger live = new AtomicInteger();

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
      Completion packet = queue.get(Timeout.infinite());
      PendingGet get = packet == null ? null : getOf(packet);
      if (packet != null && get != null) {
        completed(get, packet);
      }
    }
    leave();
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

  private void completed(PendingGet get, Completion packet) {
    if (!goesOn(get, packet)) {
      live.decrementAndGet();
    }
  }

  /** {@return whether the get is posted again} A defect costs one get, not its worker. */
  private boolean goesOn(PendingGet get, Completion packet) {
    try {
      return proceed(get, packet) && !stopping && post(get);
    } catch (RuntimeException | Error e) {
      log.tell("A get of " + port.name() + " is given up", e);
      return false;
    }
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
