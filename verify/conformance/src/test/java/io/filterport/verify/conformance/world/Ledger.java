package io.filterport.verify.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.filter.ClientPort;
import io.filterport.filter.ClientProcess;
import io.filterport.filter.ConnectNotify;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.DisconnectNotify;
import io.filterport.filter.ManagerSnapshot;
import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.filter.MessageCall;
import io.filterport.filter.MessageNotify;
import io.filterport.filter.PortCallbacks;
import io.filterport.security.AccessToken;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the callbacks of a world say of each connection. The books must agree with themselves at any
 * moment (INV-06), and with the manager's snapshot whenever nothing happens (INV-01, INV-02).
 */
public final class Ledger {
  private final Queue<Account> accounts = new ConcurrentLinkedQueue<>();
  private final Queue<String> breaches = new ConcurrentLinkedQueue<>();

  /** One connection. It is the cookie that the manager knows; callbacks see their own. */
  private static final class Account {
    final AtomicInteger messages = new AtomicInteger();
    final AtomicInteger disconnects = new AtomicInteger();
    final ClientPort client;
    volatile Object cookie;
    volatile boolean decided;
    volatile boolean accepted;
    volatile boolean ended;

    Account(ClientPort client) {
      this.client = client;
    }
  }

  /** {@return the same callbacks, in the books} */
  PortCallbacks watch(PortCallbacks callbacks) {
    MessageNotify message = callbacks.message();
    PortCallbacks watched =
        PortCallbacks.of(
            request -> connected(callbacks.connect(), request),
            cookie -> disconnected(callbacks.disconnect(), (Account) cookie));
    return message == null
        ? watched
        : watched.onMessage((cookie, call) -> called(message, (Account) cookie, call));
  }

  private NtStatus connected(ConnectNotify callback, ConnectionRequest request) {
    Account account = new Account(request.clientPort());
    accounts.add(account);
    request.setConnectionCookie(account);
    try {
      NtStatus status = callback.connect(new Watched(request, account));
      account.accepted = status != null && status.isSuccess() && !status.equals(NtStatus.PENDING);
      return status;
    } finally {
      account.decided = true;
    }
  }

  private NtStatus called(MessageNotify callback, Account account, MessageCall call) {
    account.messages.incrementAndGet();
    check(account.accepted, "INV-06: a message callback of a connection that was not accepted");
    check(account.disconnects.get() == 0, "INV-06: a message callback after the disconnect");
    try {
      return callback.message(account.cookie, call);
    } finally {
      account.messages.decrementAndGet();
    }
  }

  private void disconnected(DisconnectNotify callback, Account account) {
    check(account.accepted, "DIS-05: a disconnect callback of a connection that was not accepted");
    check(account.disconnects.incrementAndGet() == 1, "DIS-05: a second disconnect callback");
    check(account.messages.get() == 0, "DIS-08: a disconnect callback beside a message callback");
    try {
      callback.disconnect(account.cookie);
    } finally {
      account.ended = true;
    }
  }

  private void check(boolean kept, String rule) {
    if (!kept) {
      breaches.add(rule);
    }
  }

  /** A request whose cookie goes through the books. */
  private record Watched(ConnectionRequest request, Account account) implements ConnectionRequest {
    @Override
    public ClientPort clientPort() {
      return request.clientPort();
    }

    @Override
    public Object serverPortCookie() {
      return request.serverPortCookie();
    }

    @Override
    public MemorySegment context() {
      return request.context();
    }

    @Override
    public AccessToken client() {
      return request.client();
    }

    @Override
    public ClientProcess process() {
      return request.process();
    }

    @Override
    public void setConnectionCookie(Object value) {
      request.setConnectionCookie(account);
      account.cookie = value;
    }
  }

  /** {@return connections that were accepted} */
  public long accepted() {
    return accounts.stream().filter(account -> account.accepted).count();
  }

  /** {@return connections whose disconnect callback has returned} */
  public long ended() {
    return accounts.stream().filter(account -> account.ended).count();
  }

  /** Returns when no callback runs and the manager agrees with the books. */
  void awaitQuiet(Supplier<ManagerSnapshot> snapshot) {
    await(() -> !isAnythingRunning(), snapshot);
  }

  /** Returns when a connection is over, for the manager too; others may do anything. */
  void awaitEnd(ClientPort client, Supplier<ManagerSnapshot> snapshot) {
    await(
        () -> accounts.stream().anyMatch(account -> account.client.equals(client) && account.ended),
        snapshot);
  }

  private void await(BooleanSupplier condition, Supplier<ManagerSnapshot> snapshot) {
    try {
      Waits.until(() -> condition.getAsBoolean() && disagreements(snapshot.get()).isEmpty());
    } catch (AssertionError e) {
      throw new AssertionError(
          "the books: " + disagreements(snapshot.get()) + ", running: " + isAnythingRunning(), e);
    }
  }

  private boolean isAnythingRunning() {
    return deciding() > 0
        || accounts.stream()
            .anyMatch(
                account ->
                    account.messages.get() > 0
                        || account.disconnects.get() > (account.ended ? 1 : 0));
  }

  private long deciding() {
    return accounts.stream().filter(account -> !account.decided).count();
  }

  private List<String> disagreements(ManagerSnapshot snapshot) {
    List<String> found = new ArrayList<>(breaches);
    List<PortState> ports =
        snapshot.filters().stream().flatMap(filter -> filter.ports().stream()).toList();
    long alive = ports.stream().mapToLong(port -> port.connections().size()).sum();
    if (accepted() != ended() + alive) {
      found.add("INV-01: " + accepted() + " accepted, " + ended() + " ended, " + alive + " alive");
    }
    long seats = ports.stream().mapToLong(PortState::seatsTaken).sum();
    long sitting = ports.stream().mapToLong(Ledger::sitting).sum() + deciding();
    boolean tooMany = ports.stream().anyMatch(port -> port.seatsTaken() > port.maxConnections());
    if (seats != sitting || tooMany) {
      found.add("INV-02: " + seats + " seats for " + sitting + " in " + ports);
    }
    return found;
  }

  private static long sitting(PortState port) {
    return port.connections().stream()
        .filter(connection -> !connection.state().equals("closed by the filter"))
        .count();
  }

  void assertQuiet(ManagerSnapshot snapshot) {
    assertThat(isAnythingRunning()).as("a callback that runs").isFalse();
    assertThat(disagreements(snapshot)).isEmpty();
  }

  void assertUnbroken() {
    assertThat(breaches).isEmpty();
  }

  /** After the manager's close: every accepted connection had its one disconnect callback. */
  void assertEnded() {
    assertUnbroken();
    assertThat(ended()).as("DIS-05: disconnect callbacks").isEqualTo(accepted());
  }
}
