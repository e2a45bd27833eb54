package io.filterport.ipc;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Epoll;
import io.filterport.linux.EpollEvents;
import io.filterport.linux.Errno;
import io.filterport.linux.EventFd;
import io.filterport.linux.Fds;
import io.filterport.spi.FailureLog;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that waits for descriptors and runs tasks. Everything but {@link #execute} and {@link
 * #stop} is for its own thread.
 */
final class EventLoop {
  /** Told of what happens to a descriptor. */
  @FunctionalInterface
  interface Handler {
    /** {@link Epoll} events, any of those asked for, or an error. */
    void ready(int events);
  }

  private static final int BATCH = 64;
  private static final long WAKE_KEY = 0;
  private static final int MILLIS_AFTER_FAILURE = 1_000;
  private static final long NANOS_AFTER_FAILURE = 10_000_000;

  private final int epoll = Epoll.create();
  private final int wake = EventFd.create();
  private final EpollEvents events = new EpollEvents(BATCH);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final FailureLog failures =
      FailureLog.to(System.getLogger("io.filterport.ipc"), Level.ERROR, System::nanoTime);

  private final Thread thread;

  /** How long the next wait may last; asked before each. */
  private volatile NextWait nextWait = () -> -1;

  /** Guarded by this: afterwards the descriptors may be anybody's. */
  private boolean ended;

  // of the loop's thread
  private final Map<Long, Handler> handlers = new HashMap<>();
  private long lastKey = WAKE_KEY;
  private boolean stopped;

  /**
   * Makes a loop; it runs once started.
   *
   * @param name of its thread
   * @throws FilterPortException {@link NtStatus#INSUFFICIENT_RESOURCES} if descriptors are short
   */
  EventLoop(String name) {
    this(Thread.ofPlatform().daemon().name(name).factory());
  }

  /** The same, on a thread that is made in another way. */
  EventLoop(ThreadFactory threads) {
    thread = threads.newThread(this::run);
    int result = Math.min(epoll, wake);
    if (result >= 0) {
      result = Epoll.add(epoll, wake, Epoll.IN, WAKE_KEY);
    }
    if (result < 0) {
      closeDescriptors();
      throw new FilterPortException(
          "making the thread "
              + thread.getName()
              + " that waits for sockets: "
              + Errno.name(result),
          NtStatus.INSUFFICIENT_RESOURCES,
          "This process is out of descriptors; close some or raise its limit (ulimit -n).");
    }
  }

  private void closeDescriptors() {
    Fds.close(epoll);
    Fds.close(wake);
  }

  /**
   * Runs it.
   *
   * @throws FilterPortException {@link NtStatus#INSUFFICIENT_RESOURCES} if the system gives no
   *     thread; then it has stopped
   */
  void start() {
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      end();
      throw noThread("starting the thread " + thread.getName(), e);
    }
  }

  static FilterPortException noThread(String what, OutOfMemoryError cause) {
    return new FilterPortException(
        what + ": " + cause.getMessage(),
        NtStatus.INSUFFICIENT_RESOURCES,
        "End threads of this process or user, or raise their limit (ulimit -u, TasksMax=).");
  }

  /** Runs a task on the loop's thread, soon. After the stop it is not run. */
  synchronized void execute(Runnable task) {
    if (!ended) {
      tasks.add(task);
      int ignored = EventFd.signal(wake);
    }
  }

  synchronized boolean hasEnded() {
    return ended;
  }

  /**
   * Watches a descriptor for input and hang-up.
   *
   * @return a key for {@link #ignore}, or the negated errno
   */
  long watch(int fd, Handler handler) {
    long key = ++lastKey;
    int result = Epoll.add(epoll, fd, Epoll.IN | Epoll.RDHUP, key);
    if (result < 0) {
      return result;
    }
    handlers.put(key, handler);
    return key;
  }

  /** Watches a descriptor no more; call it before the descriptor is closed. */
  void ignore(long key, int fd) {
    handlers.remove(key);
    int ignored = Epoll.remove(epoll, fd);
  }

  /** Says when the loop must look at something although no descriptor is ready. */
  @FunctionalInterface
  interface NextWait {
    /** Does what is due; {@return milliseconds until the next look, -1 for none} */
    int millis();
  }

  void lookBeforeEachWait(NextWait look) {
    nextWait = look;
  }

  private void run() {
    while (!stopped) {
      awaitEvents();
      runTasks();
    }
    end();
  }

  /** Even its own work may find no memory; then what is ready is told the next time. */
  private void awaitEvents() {
    try {
      int count = events.await(epoll, millisToWait());
      for (int i = 0; i < count; i++) {
        dispatch(events.key(i), events.events(i));
      }
    } catch (RuntimeException | Error e) {
      failures.tell("control thread", e);
      LockSupport.parkNanos(NANOS_AFTER_FAILURE);
    }
  }

  private int millisToWait() {
    try {
      return nextWait.millis();
    } catch (RuntimeException | Error e) {
      failures.tell("control thread", e);
      return MILLIS_AFTER_FAILURE;
    }
  }

  private synchronized void end() {
    ended = true;
    tasks.clear();
    closeDescriptors();
  }

  /** A handler may have been removed by an earlier event of the same batch. */
  private void dispatch(long key, int what) {
    if (key == WAKE_KEY) {
      long ignored = EventFd.drain(wake);
      return;
    }
    Handler handler = handlers.get(key);
    if (handler != null) {
      guard(() -> handler.ready(what));
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      guard(task);
    }
  }

  /** One connection's trouble must not end the loop of all. */
  private void guard(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      failures.tell("control thread", e);
    }
  }

  /** Ends the thread and returns when it has ended, unless called from it. */
  void stop() {
    execute(() -> stopped = true);
    boolean interrupted = false;
    while (!thread.equals(Thread.currentThread()) && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
