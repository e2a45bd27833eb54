package io.filterport.ipc;

import io.filterport.engine.Manager;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.ManagerSnapshot;
import io.filterport.linux.Identity;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A manager whose clients are other processes. */
final class SocketManager implements FilterManager {
  /**
   * Threads for connect and disconnect callbacks: more than can be connecting, so that a filter
   * whose connect callbacks all block still hears of disconnects.
   */
  static final int CALLBACK_THREADS = ControlServer.MAX_HALF_OPEN + 16;

  private static final long IDLE_SECONDS = 10;

  private final Manager manager = new Manager();
  private final SocketPlace place;
  private final ThreadPoolExecutor callbacks;
  private final ControlServer server;

  /** Guarded by this. */
  private boolean stopped;

  SocketManager(Path path) {
    place = SocketPlace.take(path);
    callbacks = callbackThreads();
    server = new ControlServer(manager, callbacks, place.socket(), Identity.effectiveUid());
    server.start();
  }

  /**
   * The queue is bounded by the clients that can be connecting or connected. What comes after the
   * close is about connections that have ended already.
   */
  private static ThreadPoolExecutor callbackThreads() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            CALLBACK_THREADS,
            CALLBACK_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task ->
                Thread.ofPlatform()
                    .daemon()
                    .name("filterport-callback-" + number.incrementAndGet())
                    .unstarted(task),
            new ThreadPoolExecutor.DiscardPolicy());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  @Override
  public Filter register(FilterRegistration registration) {
    return manager.register(registration);
  }

  @Override
  public void unload(String filterName, boolean mandatory) {
    manager.unload(filterName, mandatory);
  }

  @Override
  public ManagerSnapshot snapshot() {
    return manager.snapshot();
  }

  /** The manager first: it refuses to be closed from inside a callback. */
  @Override
  public void close() {
    manager.close();
    stop();
  }

  private synchronized void stop() {
    if (!stopped) {
      stopped = true;
      place.unlink();
      server.stop();
      callbacks.shutdown();
      place.release();
    }
  }
}
