package io.filterport.engine;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.engine.slots.EngineClock;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.ManagerSnapshot;
import io.filterport.filter.PortActivity;
import io.filterport.security.AccessToken;
import io.filterport.security.Administrators;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One manager: its filters and its namespace of ports. Safe for use by any thread. */
public final class Manager implements FilterManager {
  private final PortNamespace names = new PortNamespace();
  private final AtomicLong connectionIds = new AtomicLong();
  private final Administrators administrators;
  private final EngineClock clock;

  // guarded by this
  private final List<EngineFilter> filters = new ArrayList<>();
  private boolean closed;

  /** Makes a manager without filters, whose clients are all in this JVM. */
  public Manager() {
    this(Administrators.ROOT, EngineClock.SYSTEM);
  }

  /**
   * Makes a manager without filters.
   *
   * @param administrators whom it takes for administrators among clients of other processes
   * @param clock what its filters' timeouts are counted on
   */
  public Manager(Administrators administrators, EngineClock clock) {
    this.administrators = administrators;
    this.clock = clock;
  }

  /** {@return whom it takes for administrators among clients of other processes} */
  public Administrators administrators() {
    return administrators;
  }

  EngineClock clock() {
    return clock;
  }

  @Override
  public synchronized Filter register(FilterRegistration registration) {
    if (closed) {
      throw failure(registration.name(), NtStatus.FLT_NOT_INITIALIZED, "The manager is closed.");
    }
    for (EngineFilter other : filters) {
      if (other.name().equals(registration.name())) {
        throw failure(registration.name(), NtStatus.OBJECT_NAME_COLLISION, "The name is taken.");
      }
      if (decimal(other.altitude()).compareTo(decimal(registration.altitude())) == 0) {
        throw failure(
            registration.name(),
            NtStatus.OBJECT_NAME_COLLISION,
            "Filter " + other.name() + " stands at altitude " + other.altitude() + ".");
      }
    }
    EngineFilter filter = new EngineFilter(this, registration);
    filters.add(filter);
    filters.sort(Comparator.comparing((EngineFilter f) -> decimal(f.altitude())).reversed());
    return filter;
  }

  private static BigDecimal decimal(String altitude) {
    return new BigDecimal(altitude);
  }

  private static FilterPortException failure(String filter, NtStatus status, String advice) {
    return new FilterPortException("registering filter " + filter, status, advice);
  }

  @Override
  public void unload(String filterName, boolean mandatory) {
    find(filterName).unload(mandatory);
  }

  private synchronized EngineFilter find(String name) {
    return filters.stream()
        .filter(filter -> filter.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new FilterPortException(
                    "filter " + name, NtStatus.NOT_FOUND, "See the list of filters."));
  }

  PortNamespace names() {
    return names;
  }

  synchronized void forget(EngineFilter filter) {
    filters.remove(filter);
  }

  /**
   * {@return the accepted connection} The checks of CON-01 from the name's lookup on, in their
   * order.
   *
   * @param name the port
   * @param client who connects, as the world knows it
   * @param context the client's bytes: not looked at before the client is admitted (MAP-03)
   * @param home what the world brings
   * @throws FilterPortException as {@link io.filterport.service.FilterPort#connect} says
   */
  public Connection connect(
      PortName name, AccessToken client, byte[] context, ConnectionHome home) {
    EngineServerPort port = names.find(name);
    if (port == null) {
      throw new FilterPortException(
          "connecting to " + name,
          NtStatus.OBJECT_NAME_NOT_FOUND,
          "No port of that name; case matters unless the port says otherwise. Is its filter loaded?");
    }
    return port.connect(client, context, home, connectionIds.incrementAndGet());
  }

  @Override
  public ManagerSnapshot snapshot() {
    return new ManagerSnapshot(all().stream().map(EngineFilter::snapshot).toList(), administrators);
  }

  @Override
  public List<PortActivity> activity() {
    return all().stream().flatMap(EngineFilter::activity).toList();
  }

  private synchronized List<EngineFilter> all() {
    return List.copyOf(filters);
  }

  /** All connections end before the first callback is waited for: it may wait on any of them. */
  @Override
  public void close() {
    if (CallbackScope.filters().stream().anyMatch(filter -> filter.manager() == this)) {
      throw new FilterPortException(
          "closing the manager",
          NtStatus.INVALID_DEVICE_REQUEST,
          "From inside a callback of its filters it would wait for itself; do it in another"
              + " thread.");
    }
    synchronized (this) {
      closed = true;
    }
    List<EngineFilter> leaving = all();
    leaving.forEach(EngineFilter::disconnect);
    leaving.forEach(EngineFilter::unregister);
  }
}
