package io.filterport.engine;

import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.WaitPolicy;
import io.filterport.engine.events.ClientDeathEvent;
import io.filterport.engine.events.ConnectionEvent;
import io.filterport.engine.events.DisconnectEvent;
import io.filterport.engine.slots.CallerCounters;
import io.filterport.engine.slots.CallerHalf;
import io.filterport.engine.slots.EngineClock;
import io.filterport.engine.slots.Halves;
import io.filterport.engine.slots.Rundown;
import io.filterport.filter.ManagerSnapshot.ConnectionState;
import io.filterport.security.AccessToken;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection, from the filter's side: accepted or refused, closed by either end, finished by
 * exactly one disconnect callback. Safe for use by any thread.
 */
public final class Connection {
  /*
   * Life. DECIDING (the connect callback runs) - OPEN - perhaps CLOSED_BY_FILTER - FINISHING -
   * FINISHED; a refusal goes from DECIDING to FINISHED. The state only moves forward.
   *
   * Finishing (HND-06): shut both halves, so that getters and senders of both sides end; wait until
   * the running message callbacks have returned; run the disconnect callback; give the seat back;
   * release the memory. It begins when the client closes or dies, or when the filter unregisters, and
   * whoever comes second only waits. If the client goes while its connect callback still runs, or the
   * filter unregisters, it begins when that has accepted (CON-14). The halves are shut at once, for the
   * callback may stand in a send on this very connection, which nobody will ever take (CNF-14).
   *
   * The filter's own close (DIS-14) shuts the halves and gives the seat back at once, but is no finish:
   * the disconnect callback still comes when the client has closed too (DIS-16). From inside a message
   * callback of this connection it waits for that callback to end, so that its caller still gets the
   * answer (MNF-18).
   */

  private enum State {
    DECIDING,
    OPEN,
    CLOSED_BY_FILTER,
    FINISHING,
    FINISHED
  }

  /** No thread has this id. */
  private static final long NOBODY = -1;

  private final EngineServerPort port;
  private final AccessToken client;
  private final ConnectionHome home;
  private final long id;
  private final long born = System.nanoTime();
  private final EngineClientPort clientPort = new EngineClientPort(this);
  private final Rundown running = new Rundown();
  private final CountDownLatch decided = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final CallbackScope outermost;

  /** Set before the connect callback runs. */
  private volatile @Nullable Halves halves;

  private volatile @Nullable Object cookie;

  // written under this
  private volatile State state = State.DECIDING;
  private volatile boolean clientGone;
  private volatile boolean terminated;
  private volatile long closingThread = NOBODY;

  // guarded by this
  private boolean seated = true;
  private boolean breached;
  private @Nullable Ending ending;
  private Refusal refusal = Refusal.OTHER;

  Connection(EngineServerPort port, AccessToken client, ConnectionHome home, long id) {
    this.port = port;
    this.client = client;
    this.home = home;
    this.id = id;
    this.outermost = new CallbackScope(port.filter(), this, null);
  }

  /** {@return the scope of a callback that runs inside of no other} */
  CallbackScope outermost() {
    return outermost;
  }

  EngineServerPort port() {
    return port;
  }

  /** {@return who is at the other end} */
  public AccessToken client() {
    return client;
  }

  /** {@return unique in its manager} */
  public long id() {
    return id;
  }

  /** {@return the clock of its manager} */
  EngineClock clock() {
    return port.filter().clock();
  }

  /** {@return the name of the port that it was made through} */
  public String portName() {
    return port.name().value();
  }

  /** {@return the name of the filter that owns the port} */
  public String filterName() {
    return port.filter().name();
  }

  /** {@return whether the port takes no messages from its clients} */
  public boolean isOneWay() {
    return port.callbacks().message() == null;
  }

  /** {@return how the filter's threads wait} */
  public WaitPolicy waitPolicy() {
    return port.waitPolicy();
  }

  /** {@return the longest payload of a message or a reply, in either direction (KSM-07)} */
  public int maxMessageBytes() {
    return port.maxMessageBytes();
  }

  @Nullable Halves halves() {
    return halves;
  }

  CallerHalf.Cargo cargo(Content content) {
    return (slot, generation) -> carry(slot, generation, content);
  }

  /** Whatever a filter's content throws, its message goes without it. */
  private boolean carry(int slot, int generation, Content content) {
    try {
      return home.carry(slot, generation, content);
    } catch (Throwable e) {
      port.log().content().tell("a content for " + portName() + " threw", e);
      return false;
    }
  }

  @Nullable Object cookie() {
    return cookie;
  }

  Rundown running() {
    return running;
  }

  // ---- accepting

  void accept(Halves opened, byte[] context) {
    halves = opened;
    port.meter().begin(this, opened);
    startCalls(opened);
    if (!isOpen()) {
      shut(); // the end came before there was anything to shut
    }
    try (EngineConnectionRequest request =
        new EngineConnectionRequest(
            clientPort, port.callbacks().serverPortCookie(), client, home.process(), context)) {
      NtStatus answer = ask(request);
      cookie = request.cookie();
      if (!Statuses.accepts(answer)) {
        refusedByFilter();
        port.log().refused().tell(about(" refused by the filter: " + answer), null);
        throw port.refusal(answer);
      }
    }
    open();
  }

  private NtStatus ask(EngineConnectionRequest request) {
    NtStatus[] answer = new NtStatus[1];
    CallbackScope.run(
        this,
        () ->
            answer[0] =
                Statuses.of(
                    "connect callback of " + port.name(),
                    port.log().connect(),
                    () -> port.callbacks().connect().connect(request)));
    return answer[0];
  }

  /**
   * Before the filter is asked, for it can fail: a filter that had accepted would believe in a
   * connection that nobody has. Nobody calls before the client knows that it is accepted.
   */
  private void startCalls(Halves opened) {
    if (!isOneWay()) {
      new CallDispatcher(this, opened.callee(), port.callbacks()).start();
    }
  }

  private synchronized void refusedByFilter() {
    refusal = Refusal.FILTER;
  }

  /** {@return why it was refused, if it was} */
  synchronized Refusal refusal() {
    return refusal;
  }

  private void open() {
    port.meter().accepted();
    boolean finishNow;
    synchronized (this) {
      if (state == State.DECIDING) {
        state = State.OPEN;
      }
      finishNow = clientGone || terminated;
      decided.countDown();
    }
    if (finishNow) {
      finish(home.callbacks());
    }
  }

  /** The connection never was: no disconnect callback follows (CON-11). */
  void refused() {
    synchronized (this) {
      state = State.FINISHED;
    }
    decided.countDown();
    shut();
    giveSeatBack();
    port.forget(this);
    releaseMemory();
    finished.countDown();
  }

  /** Also where the filter closes it while it decides: it may refuse still. */
  synchronized boolean isAccepted() {
    return decided.getCount() == 0 && state != State.FINISHED;
  }

  boolean isOpen() {
    State now = state;
    return (now == State.OPEN || now == State.DECIDING) && !clientGone && !terminated;
  }

  // ---- the ends

  /** FltCloseClientPort. Senders are refused when it returns, whoever was the first to close. */
  void closeByFilter() {
    boolean now;
    synchronized (this) {
      if (state == State.OPEN || state == State.DECIDING) {
        state = State.CLOSED_BY_FILTER;
        endsBy(Ending.FILTER_CLOSED);
        boolean putOff = CallbackScope.isInside(this) && decided.getCount() == 0;
        closingThread = putOff ? Thread.currentThread().threadId() : NOBODY;
      }
      now = state == State.CLOSED_BY_FILTER && closingThread == NOBODY;
    }
    if (now) {
      finishFilterClose();
    } else {
      shutSenders();
    }
  }

  private void finishFilterClose() {
    shut();
    giveSeatBack();
  }

  /** A message callback has returned and its answer is settled. */
  void callbackEnded() {
    if (closingThread != Thread.currentThread().threadId()) {
      return;
    }
    synchronized (this) {
      closingThread = NOBODY;
    }
    finishFilterClose();
  }

  /**
   * The client closed its handle, or died. Waits for the disconnect callback where the world's
   * close does, unless called from inside a callback: two that close each other's connections would
   * wait for each other.
   */
  public void closedByClient() {
    clientLeaves(Ending.CLIENT_CLOSED);
    if (home.closeWaits() && !CallbackScope.isInsideAny()) {
      Latches.await(finished);
    }
  }

  /** The client's process ended without closing its handle. Does not wait. */
  public void clientDied() {
    tellDeath();
    clientLeaves(Ending.CLIENT_DIED);
  }

  private void tellDeath() {
    ClientDeathEvent event = new ClientDeathEvent();
    Halves opened = halves;
    if (opened != null && event.shouldCommit()) {
      CallerCounters sends = opened.caller().counters();
      describe(event);
      event.leaving(sends.slotsUsed() + sends.inLine());
      event.commit();
    }
  }

  /** Says in an event that it is about this connection. */
  void describe(ConnectionEvent event) {
    event.about(portName(), client.processId(), id);
  }

  /** Under this: what comes first counts. */
  private void endsBy(Ending how) {
    ending = ending == null ? how : ending;
  }

  /**
   * One of this and {@link #open} sees the other: the connection is finished by whoever is second.
   */
  private void clientLeaves(Ending how) {
    boolean begin;
    synchronized (this) {
      endsBy(how);
      begin = decided.getCount() == 0 && !clientGone;
      clientGone = true;
    }
    if (begin) {
      finish(home.callbacks());
    } else if (decided.getCount() > 0) {
      shut();
    }
  }

  /**
   * The filter leaves: whoever waits on this connection, callbacks too, does so no more (UNL-07).
   */
  void disconnect() {
    synchronized (this) {
      terminated = true;
      endsBy(Ending.UNREGISTERED);
    }
    shut();
  }

  /** After {@link #disconnect}: finishes on this thread, and returns when it is finished. */
  void terminate() {
    Latches.await(decided);
    finish(Runnable::run);
    Latches.await(finished);
  }

  /** The client broke the protocol: it loses its connection, and the log one line. */
  public void breach(String reason) {
    synchronized (this) {
      if (breached || state == State.FINISHING || state == State.FINISHED) {
        return;
      }
      breached = true;
      endsBy(Ending.BREACH);
    }
    port.log().breaches().tell(about("'s connection ends: " + reason), null);
    home.callbacks().execute(this::closeAfterBreach);
  }

  /** Does not wait: whoever noticed the breach may be a thread that the end waits for. */
  private void closeAfterBreach() {
    shut();
    clientLeaves(Ending.BREACH);
  }

  private void finish(Executor executor) {
    Runnable last = () -> executor.execute(this::notifyFilter);
    synchronized (this) {
      if (state == State.FINISHING || state == State.FINISHED) {
        return;
      }
      state = State.FINISHING;
    }
    shut();
    running.close(last);
  }

  private void notifyFilter() {
    port.meter().ended(ending());
    DisconnectEvent event = new DisconnectEvent();
    event.begin();
    try {
      CallbackScope.run(this, () -> port.callbacks().disconnect().disconnect(cookie));
    } catch (Throwable e) {
      port.log().disconnect().tell("disconnect callback of " + port.name() + " threw", e);
    } finally {
      synchronized (this) {
        state = State.FINISHED;
      }
      giveSeatBack();
      tell(event);
      port.forget(this);
      releaseMemory();
      finished.countDown();
    }
  }

  private void tell(DisconnectEvent event) {
    if (event.shouldCommit()) {
      describe(event);
      event.because(Labels.of(ending()));
      event.commit();
    }
  }

  private synchronized Ending ending() {
    return Objects.requireNonNull(ending, "finished, so ended by something");
  }

  private void shutSenders() {
    Halves opened = halves;
    if (opened != null) {
      opened.caller().close();
    }
  }

  /**
   * Nobody comes a second time, so what fails here (no memory) must not be the last that is done.
   */
  private void shut() {
    Halves opened = halves;
    try {
      if (opened != null) {
        opened.close();
      }
    } catch (RuntimeException | Error e) {
      tellOfEnd(e);
    }
    try {
      home.disconnectClient();
    } catch (RuntimeException | Error e) {
      tellOfEnd(e);
    }
  }

  private void tellOfEnd(Throwable failure) {
    try {
      port.log().disconnect().tell(about("'s connection ends, and something fails"), failure);
    } catch (OutOfMemoryError e) {
      // then nobody is told
    }
  }

  private void releaseMemory() {
    Halves opened = halves;
    if (opened != null) {
      opened.release(this::goOut);
    }
  }

  private void goOut() {
    port.meter().retire(this);
    home.release();
  }

  private void giveSeatBack() {
    synchronized (this) {
      if (!seated) {
        return;
      }
      seated = false;
    }
    port.giveSeatBack();
  }

  synchronized boolean hasSeat() {
    return seated;
  }

  private String about(String what) {
    return port.name() + ": pid " + client.processId() + what;
  }

  synchronized ConnectionState snapshot() {
    String shown =
        switch (state) {
          case DECIDING, OPEN -> "open";
          case CLOSED_BY_FILTER -> "closed by the filter";
          case FINISHING, FINISHED -> "closing";
        };
    long age = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - born);
    return new ConnectionState(id, client.processId(), client.userId(), shown, age);
  }

  /** {@return what a client is told when it calls on a connection that is over} */
  static FilterPortException disconnected(String what) {
    return new FilterPortException(
        what,
        NtStatus.PORT_DISCONNECTED,
        "The other end is gone: close the port and connect again.");
  }
}
