package io.filterport.engine;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.engine.slots.EngineClock;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.FilterUnload;
import io.filterport.filter.ManagerSnapshot.FilterState;
import io.filterport.filter.PortActivity;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;
import io.filterport.spi.FailureLog;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A registered filter and what it owns. Safe for use by any thread. */
final class EngineFilter implements Filter {
  private static final System.Logger LOG = System.getLogger("io.filterport.engine");

  private final Manager manager;
  private final FilterRegistration registration;
  private final FailureLog failures;

  // guarded by this
  private final Set<EngineServerPort> ports = new LinkedHashSet<>();
  private boolean unloading;
  private boolean deleting;
  private boolean tearingDown;

  private final CountDownLatch unregistered = new CountDownLatch(1);

  EngineFilter(Manager manager, FilterRegistration registration) {
    this.manager = manager;
    this.registration = registration;
    this.failures = FailureLog.to(LOG, Level.WARNING, manager.clock()::nanoTime);
  }

  @Override
  public String name() {
    return registration.name();
  }

  @Override
  public String altitude() {
    return registration.altitude();
  }

  EngineClock clock() {
    return manager.clock();
  }

  Manager manager() {
    return manager;
  }

  @Override
  public ServerPort createCommunicationPort(
      PortAttributes attributes, PortCallbacks callbacks, int maxConnections) {
    checkPresent(attributes, callbacks);
    String what = "creating port " + attributes.name();
    checkArguments(what, attributes, maxConnections);
    if (isDeleting()) {
      throw new FilterPortException(what, NtStatus.FLT_DELETING_OBJECT, "The filter is unloading.");
    }
    PortName name = new PortName(attributes.name());
    EngineServerPort port = new EngineServerPort(this, name, attributes, callbacks, maxConnections);
    publish(what, port);
    return port;
  }

  /** What the types say, for callers whose compiler does not check it (CCP-04). */
  private static void checkPresent(PortAttributes attributes, PortCallbacks callbacks) {
    if (attributes == null
        || attributes.name() == null
        || callbacks == null
        || callbacks.connect() == null
        || callbacks.disconnect() == null) {
      throw new FilterPortException(
          "creating a port",
          NtStatus.INVALID_PARAMETER,
          "A port needs attributes with a name, a connect callback and a disconnect callback.");
    }
  }

  private static void checkArguments(String what, PortAttributes attributes, int maxConnections) {
    if (maxConnections <= 0) {
      throw new FilterPortException(
          what, NtStatus.INVALID_PARAMETER, "MaxConnections is at least 1, not " + maxConnections);
    }
    if ((attributes.flags() & PortAttributes.OBJ_KERNEL_HANDLE) == 0) {
      throw new FilterPortException(
          what, NtStatus.INVALID_PARAMETER, "The flags must include OBJ_KERNEL_HANDLE.");
    }
    if ((attributes.flags() & PortAttributes.OBJ_OPENLINK) != 0) {
      throw new FilterPortException(
          what, NtStatus.INVALID_PARAMETER, "OBJ_OPENLINK is not for ports.");
    }
    checkMaxMessage(what, attributes.maxMessageBytes());
  }

  private static void checkMaxMessage(String what, int bytes) {
    if (bytes < 1 || bytes > PortAttributes.LARGEST_MAX_MESSAGE_BYTES) {
      throw new FilterPortException(
          what + " for messages of up to " + bytes + " bytes",
          NtStatus.INVALID_PARAMETER,
          "The maximum is 1 to "
              + PortAttributes.LARGEST_MAX_MESSAGE_BYTES
              + " bytes; what is longer travels as a content or in parts.");
    }
  }

  private synchronized void publish(String what, EngineServerPort port) {
    if (deleting) {
      throw new FilterPortException(what, NtStatus.FLT_DELETING_OBJECT, "The filter is unloading.");
    }
    if (!manager.names().add(port)) {
      throw new FilterPortException(
          what, NtStatus.OBJECT_NAME_COLLISION, "Choose another name, or close the other port.");
    }
    ports.add(port);
  }

  synchronized boolean isDeleting() {
    return deleting;
  }

  /** The port no longer listens. */
  void unpublish(EngineServerPort port) {
    manager.names().remove(port);
  }

  /** The port no longer listens and has no connection left. */
  synchronized void forget(EngineServerPort port) {
    ports.remove(port);
  }

  /** Asks the unload callback, and unregisters unless that may refuse and does. */
  void unload(boolean mandatory) {
    String what = "unloading filter " + name();
    FilterUnload callback = registration.unload();
    if (callback == null) {
      throw new FilterPortException(
          what,
          NtStatus.FLT_DO_NOT_DETACH,
          "It has no unload callback, so it stays until the manager ends.");
    }
    if (CallbackScope.filters().contains(this)) {
      throw waitsForItself(what);
    }
    beginUnloading(what);
    try {
      NtStatus answer =
          Statuses.of("unload callback of " + name(), failures, () -> callback.unload(mandatory));
      if (!mandatory && !Statuses.accepts(answer)) {
        throw new FilterPortException(what, answer, "The filter refuses; ask again later.");
      }
      unregister();
    } finally {
      endUnloading();
    }
  }

  private synchronized void beginUnloading(String what) {
    if (unloading || deleting) {
      throw new FilterPortException(
          what, NtStatus.FLT_DELETING_OBJECT, "It is being unloaded already.");
    }
    unloading = true;
  }

  private synchronized void endUnloading() {
    unloading = false;
  }

  /** Who comes second waits too (UNL-05), but not in a callback: the first may wait for that. */
  @Override
  public void unregister() {
    boolean own = CallbackScope.filters().contains(this);
    if (own || (!isTearingDown() && !TearDowns.run(this, this::tearDown))) {
      throw waitsForItself("unregistering filter " + name());
    }
    if (!CallbackScope.isInsideAny()) {
      Latches.await(unregistered);
    }
  }

  private static FilterPortException waitsForItself(String what) {
    return new FilterPortException(
        what,
        NtStatus.INVALID_DEVICE_REQUEST,
        "From inside this callback it would wait for itself; do it in another thread.");
  }

  private void tearDown() {
    if (!beginTearDown()) {
      return;
    }
    try {
      disconnect();
      allPorts().forEach(this::end);
    } finally {
      manager.forget(this);
      unregistered.countDown();
    }
  }

  /**
   * Ends what is under way on all connections; nothing new is let in. Waits for nobody: of the
   * callbacks that are waited for afterwards, one may wait on the connection of another (UNL-07).
   */
  void disconnect() {
    beginDeleting();
    allPorts().forEach(EngineServerPort::disconnect);
  }

  private void end(EngineServerPort port) {
    if (port.isListening()) {
      LOG.log(Level.WARNING, "filter {0} unregisters with port {1} open", name(), port.name());
    }
    port.close();
    port.terminateConnections();
  }

  private synchronized void beginDeleting() {
    deleting = true;
  }

  private synchronized boolean isTearingDown() {
    return tearingDown;
  }

  /** {@return whether the caller is the one that tears down} */
  private synchronized boolean beginTearDown() {
    boolean first = !tearingDown;
    tearingDown = true;
    return first;
  }

  Stream<PortActivity> activity() {
    return allPorts().stream().map(EngineServerPort::activity);
  }

  FilterState snapshot() {
    return new FilterState(
        name(), altitude(), allPorts().stream().map(EngineServerPort::snapshot).toList());
  }

  private synchronized List<EngineServerPort> allPorts() {
    return new ArrayList<>(ports);
  }
}
