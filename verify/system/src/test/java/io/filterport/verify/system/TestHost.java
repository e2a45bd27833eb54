package io.filterport.verify.system;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.filter.ClientPort;
import io.filterport.filter.ClientProcess;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.ListenOptions;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.ipc.ConnectedProcess;
import io.filterport.security.AccessToken;
import io.filterport.security.SecurityDescriptor;
import io.filterport.service.FilterPort;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * A manager with a filter that counts what it sees. Its callback answers each message with the same
 * bytes; one that begins with {@link #HOLD} when {@link #release} is called, one that begins with
 * {@link #SLOW} a little later.
 */
public final class TestHost implements AutoCloseable {
  /** The first byte of a message that is not answered at once. */
  public static final byte HOLD = '!';

  /** The first byte of a message that is answered after a while. */
  public static final byte SLOW = '~';

  private static final long SLOW_NANOS = 20_000_000;

  public final AtomicInteger messages = new AtomicInteger();
  public final List<AccessToken> clients = new CopyOnWriteArrayList<>();

  private final Map<Long, ClientProcess> processes = new ConcurrentHashMap<>();
  private final AtomicInteger connecting = new AtomicInteger();
  private volatile boolean slowConnects;
  private volatile BiConsumer<String, ClientPort> onConnect = (port, client) -> {};
  private final Path socket;
  private final FilterManager manager;
  private final Filter filter;
  private final Map<String, ClientPort> latest = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> connects = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> disconnects = new ConcurrentHashMap<>();
  private final Semaphore held = new Semaphore(0);

  public TestHost(Path socket) {
    this(socket, ListenOptions.defaults());
  }

  public TestHost(Path socket, ListenOptions options) {
    this.socket = socket;
    manager = FilterManager.listen(socket, options);
    filter = manager.register(FilterRegistration.named("test"));
  }

  /** Opens a port with the default descriptor. */
  public TestHost port(String name, int maxConnections) {
    return port(PortAttributes.named(name), maxConnections);
  }

  /** Opens a port for those that SDDL admits. */
  public TestHost port(String name, int maxConnections, String sddl) {
    SecurityDescriptor descriptor = SecurityDescriptor.parse(sddl);
    return port(PortAttributes.named(name).withSecurityDescriptor(descriptor), maxConnections);
  }

  private TestHost port(PortAttributes attributes, int maxConnections) {
    PortCallbacks callbacks =
        PortCallbacks.of(
                request -> connected(attributes.name(), request),
                cookie -> count(disconnects, String.valueOf(cookie)))
            .onMessage((cookie, call) -> answer(call));
    filter.createCommunicationPort(attributes, callbacks, maxConnections);
    return this;
  }

  private NtStatus connected(String port, ConnectionRequest request) {
    decide();
    count(connects, port);
    clients.add(request.client());
    processes.put(request.client().processId(), request.process());
    request.setConnectionCookie(port);
    latest.put(port, request.clientPort());
    onConnect.accept(port, request.clientPort());
    return NtStatus.SUCCESS;
  }

  private NtStatus answer(MessageCall call) {
    messages.incrementAndGet();
    MemorySegment input = call.input();
    byte first = input.get(ValueLayout.JAVA_BYTE, 0);
    if (first == HOLD) {
      held.acquireUninterruptibly();
    } else if (first == SLOW) {
      work();
    }
    MemorySegment output = call.output();
    if (output != null) {
      long bytes = Math.min(input.byteSize(), output.byteSize());
      MemorySegment.copy(input, 0, output, 0, bytes);
      call.setReturnLength((int) bytes);
    }
    return NtStatus.SUCCESS;
  }

  private void decide() {
    connecting.incrementAndGet();
    while (slowConnects) {
      LockSupport.parkNanos(SLOW_NANOS);
    }
    connecting.decrementAndGet();
  }

  /** Says whether connect callbacks wait until this is called with false. */
  public void slowConnects(boolean slow) {
    slowConnects = slow;
  }

  /** {@return how many connect callbacks are running} */
  public int connecting() {
    return connecting.get();
  }

  private static void count(Map<String, AtomicInteger> counters, String port) {
    counters.computeIfAbsent(port, name -> new AtomicInteger()).incrementAndGet();
  }

  /** {@return how many clients a port accepted} */
  public int connects(String port) {
    return connects.getOrDefault(port, new AtomicInteger()).get();
  }

  /** {@return how many disconnect callbacks of a port have run} */
  public int disconnects(String port) {
    return disconnects.getOrDefault(port, new AtomicInteger()).get();
  }

  /** {@return how many clients of a port have not had their disconnect callback} */
  private int open(String port) {
    return connects(port) - disconnects(port);
  }

  /** Waits until so many clients of a port have not had their disconnect callback. */
  public void awaitOpen(String port, int clients) {
    Wait.until(clients + " clients of " + port, () -> open(port) == clients);
  }

  /** Says what to do inside the connect callback. */
  public TestHost onConnect(BiConsumer<String, ClientPort> action) {
    onConnect = action;
    return this;
  }

  private static void work() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < SLOW_NANOS) {
      LockSupport.parkNanos(SLOW_NANOS);
    }
  }

  /** Lets so many held callbacks return. */
  public void release(int callbacks) {
    held.release(callbacks);
  }

  /** {@return the filter's end of the latest connection of a port} */
  public ClientPort client(String port) {
    Wait.until("a client of " + port, () -> latest.containsKey(port));
    ClientPort client = latest.get(port);
    if (client == null) {
      throw new AssertionError("no client of " + port);
    }
    return client;
  }

  /** {@return the process of the latest client that had this number} */
  ConnectedProcess process(long pid) {
    Wait.until("a client with pid " + pid, () -> processes.containsKey(pid));
    return (ConnectedProcess) Objects.requireNonNull(processes.get(pid));
  }

  /** Forgets the latest client of a port, so that {@link #client} waits for the next. */
  public void forgetClient(String port) {
    latest.remove(port);
  }

  public PortSpace space() {
    return PortSpace.at(socket);
  }

  public Path socket() {
    return socket;
  }

  /** Connects from this process, sends one message and closes: the port works and has a seat. */
  public void visit(String port) {
    MemorySegment output = Buffers.allocate(16);
    int open = open(port);
    try (FilterPort visitor = connectAtLast(port)) {
      if (visitor.send(Buffers.utf8("visit"), output) != 5) {
        throw new AssertionError("the visitor's message was not answered");
      }
    }
    awaitOpen(port, open);
  }

  private FilterPort connectAtLast(String port) {
    FilterPort[] visitor = new FilterPort[1];
    Wait.until(
        "a free seat of " + port,
        1,
        () -> {
          try {
            visitor[0] = FilterPort.connect(space(), port);
            return true;
          } catch (FilterPortException e) {
            if (e.status().equals(NtStatus.CONNECTION_COUNT_LIMIT)) {
              return false;
            }
            throw e;
          }
        });
    return visitor[0];
  }

  @Override
  public void close() {
    slowConnects = false;
    held.release(1_000_000);
    manager.close();
  }
}
