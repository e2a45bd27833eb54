package io.filterport.ipc;

import io.filterport.engine.Manager;
import io.filterport.engine.slots.EngineClock;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.ListenOptions;
import io.filterport.filter.ManagerSnapshot;
import io.filterport.filter.PortActivity;
import io.filterport.linux.Identity;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;

/** A manager whose clients are other processes. */
final class SocketManager implements ServingManager {
  /**
   * Threads for connect and disconnect callbacks: more than can be connecting, so that a filter
   * whose connect callbacks all block still hears of disconnects. Their queue is bounded by the
   * clients that can be connecting or connected.
   */
  static final int CALLBACK_THREADS = ControlServer.MAX_HALF_OPEN + 16;

  private final Manager manager;
  private final SocketPlace place;
  private final ThreadPoolExecutor callbacks =
      DaemonThreads.upTo(CALLBACK_THREADS, "filterport-callback-");
  private final ThreadPoolExecutor closing =
      DaemonThreads.upTo(Closer.MAX_THREADS, "filterport-closer-");
  private final ControlServer server;

  /** Guarded by this. */
  private boolean stopped;

  SocketManager(Path path, ListenOptions options, EngineClock clock) {
    manager = new Manager(options.administrators(Identity.effectiveUid()), clock);
    place = SocketPlace.take(path);
    try {
      startThreads();
      server = new ControlServer(manager, callbacks, closing, place.socket());
      server.start();
    } catch (RuntimeException | Error e) {
      shutdownThreads();
      abandonPlace(e);
      throw e;
    }
  }

  private void abandonPlace(Throwable why) {
    try {
      place.abandon();
    } catch (RuntimeException e) { // the first failure says more
      why.addSuppressed(e);
    }
  }

  private void startThreads() {
    try {
      boolean ignored = callbacks.prestartCoreThread() && closing.prestartCoreThread();
    } catch (OutOfMemoryError e) {
      throw EventLoop.noThread("making threads for callbacks", e);
    }
  }

  private void shutdownThreads() {
    callbacks.shutdown();
    closing.shutdown();
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

  @Override
  public List<PortActivity> activity() {
    return manager.activity();
  }

  @Override
  public boolean isServing() {
    return server.isServing();
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
      try {
        place.unlink();
      } finally {
        end();
      }
    }
  }

  /** Whatever became of the socket's name. */
  private void end() {
    server.stop();
    shutdownThreads(); // what comes later is about connections that have ended already
    place.release();
  }
}
