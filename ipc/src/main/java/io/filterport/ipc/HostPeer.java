package io.filterport.ipc;

import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.engine.Connection;
import io.filterport.engine.ConnectionHome;
import io.filterport.engine.slots.ConnectionLayout;
import io.filterport.engine.slots.Halves;
import io.filterport.filter.ClientProcess;
import io.filterport.linux.Contents;
import io.filterport.linux.DescriptorPassing;
import io.filterport.linux.Errno;
import io.filterport.linux.Peer;
import io.filterport.linux.UnixSocket;
import io.filterport.security.AccessToken;
import io.filterport.spi.FailureLog;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One client of the control socket, seen by the host: it connects with its first message, and is
 * over at its end-of-file, at the death of the process that made it, or when the manager drops it.
 */
final class HostPeer implements ConnectionHome {
  private static final int NONE = -1;
  private static final String DIED = "died";

  /** Accepted, and over before the client was told. */
  private static final HostAnswer FINISHED =
      new HostAnswer.Refused(NtStatus.FLT_DELETING_OBJECT, "The filter is unloading.");

  private enum Stage {
    /** It has not said which port it wants. */
    SILENT,
    /** Its port and its filter decide. */
    DECIDING,
    /** It is connected, or was refused. */
    DECIDED
  }

  private final ControlServer server;
  private final Peer.Credentials credentials;
  private final ConnectedProcess process;
  private final long born = System.nanoTime();

  // of the loop's thread
  private long socketKey;
  private long processKey;
  private boolean over;

  /** Written by the loop's thread and by the thread that decides. */
  private volatile Stage stage = Stage.SILENT;

  /** Set by {@link #open}, taken by {@link #release}. */
  private volatile @Nullable SlotMemory mapped;

  /** Set by {@link #open}. */
  private volatile @Nullable Halves halves;

  // guarded by this
  private int socket;
  private @Nullable Connection connection;
  private boolean accepted;
  private boolean gone;
  private boolean disconnected;
  private boolean released;
  private SlotMemory.@Nullable ForClient memory;

  HostPeer(ControlServer server, int socket, Peer.Credentials credentials) {
    this.server = server;
    this.socket = socket;
    this.credentials = credentials;
    this.process = ConnectedProcess.of(socket, credentials.pid());
  }

  long uid() {
    return credentials.uid();
  }

  long born() {
    return born;
  }

  boolean isSilent() {
    return stage == Stage.SILENT;
  }

  boolean isHalfOpen() {
    return stage != Stage.DECIDED;
  }

  // ---- on the loop's thread

  /** {@return false if the kernel refuses; then the client is turned away} */
  boolean watch() {
    if (process.hadEnded() || !watchSocket() || !watchProcess()) {
      unwatch();
      closeSocket();
      process.close();
      return false;
    }
    return true;
  }

  private boolean watchSocket() {
    socketKey = server.loop().watch(socket, events -> ready());
    return socketKey > 0;
  }

  /** Without a descriptor of the process the socket's end-of-file is all there is. */
  private boolean watchProcess() {
    int pidfd = process.descriptor();
    processKey = pidfd < 0 ? NONE : server.loop().watch(pidfd, events -> end(DIED));
    return pidfd < 0 || processKey > 0;
  }

  private void unwatch() {
    server.loop().ignore(socketKey, socket);
    int pidfd = process.descriptor();
    if (pidfd >= 0) {
      server.loop().ignore(processKey, pidfd);
    }
  }

  /** Its time is over. What waits in its socket it has said in time: this thread may be late. */
  void dropIfSilent() {
    ready();
    if (isSilent()) {
      end("said nothing for 5 s");
    }
  }

  /** Descriptors stay in their message: closing what they stand for could hold this thread up. */
  private void ready() {
    int attached = DescriptorPassing.attached(socket);
    if (attached > 0) {
      refuse(new MalformedMessage("it brings descriptors"));
    } else if (attached == 0) {
      receive();
    } else if (attached != -Errno.EAGAIN) { // no look, though there may be a message
      endOfFile();
    }
  }

  private void endOfFile() {
    end(process.isEnding() ? DIED : "closed");
  }

  private void receive() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(ControlMessage.MAX_BYTES);
      int length = UnixSocket.receive(socket, buffer);
      if (length == -Errno.EAGAIN) {
        return;
      }
      if (length <= 0) {
        endOfFile();
      } else if (length > ControlMessage.MAX_BYTES) {
        refuse(new MalformedMessage("it has " + length + " bytes"));
      } else {
        message(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  private void message(byte[] bytes) {
    if (stage != Stage.SILENT) {
      end("spoke out of turn");
      return;
    }
    try {
      ConnectMessage connect = ConnectMessage.decode(bytes);
      stage = Stage.DECIDING;
      server.callbacks().execute(() -> decide(connect));
    } catch (MalformedMessage e) {
      refuse(e);
    } catch (FilterPortException e) {
      answer(new HostAnswer.Refused(e.status(), e.advice()));
      end("asked for no port");
    }
  }

  private void refuse(MalformedMessage fault) {
    answer(
        new HostAnswer.Refused(
            fault.status(), "The manager does not understand the connect: " + fault.getMessage()));
    end("sent no connect: " + fault.getMessage());
  }

  /** The client is gone, or must go. */
  void end(String reason) {
    if (over) {
      return;
    }
    over = true;
    FailureLog log = stage == Stage.SILENT ? server.log().dropped() : server.log().ended();
    log.tell("client pid " + credentials.pid() + " " + reason, null);
    forgetIfDecided();
    unwatch();
    Connection ending;
    synchronized (this) {
      gone = true;
      ending = connection;
      closeSocket();
    }
    process.close();
    if (ending != null) {
      tell(ending, reason);
    }
  }

  private static void tell(Connection ending, String reason) {
    if (reason.equals(DIED)) {
      ending.clientDied();
    } else {
      ending.closedByClient();
    }
  }

  /** A client that leaves while its filter decides still counts as connecting. */
  private void forgetIfDecided() {
    if (over && stage != Stage.DECIDING) {
      server.forget(this);
    }
  }

  private synchronized void closeSocket() {
    server.closer().close(socket);
    socket = NONE;
  }

  // ---- on a callback thread

  private void decide(ConnectMessage connect) {
    HostAnswer answer;
    Connection made = null;
    try {
      made = server.manager().connect(connect.name(), token(), connect.context(), this);
      answer = new HostAnswer.Accepted(made.isOneWay());
    } catch (FilterPortException e) {
      answer = new HostAnswer.Refused(e.status(), e.advice());
    } catch (RuntimeException | Error e) {
      server
          .log()
          .errors()
          .tell("connecting pid " + credentials.pid() + " to " + connect.name(), e);
      answer = failed(e);
    }
    publish(made, answer);
  }

  private static HostAnswer failed(Throwable why) {
    return why instanceof OutOfMemoryError
        ? new HostAnswer.Refused(
            NtStatus.INSUFFICIENT_RESOURCES, "The manager has too little memory; see its log.")
        : new HostAnswer.Refused(NtStatus.INTERNAL_ERROR, "See the manager's log.");
  }

  /** An end that came before the answer is told after it. */
  private void publish(@Nullable Connection made, HostAnswer answer) {
    boolean sent;
    boolean finished;
    synchronized (this) {
      accepted = made != null;
      finished = released;
      sent = !gone && answer(accepted && finished ? FINISHED : answer);
      stage = Stage.DECIDED;
      if (disconnected) {
        tellDisconnected();
      }
    }
    server.loop().execute(this::forgetIfDecided);
    if (made == null || finished) {
      server.loop().execute(() -> end("was refused"));
    } else if (!sent) {
      made.closedByClient();
    }
  }

  /** {@return whether the client has it} */
  private synchronized boolean answer(HostAnswer answer) {
    int[] descriptors = {};
    if (answer instanceof HostAnswer.Accepted && memory != null) {
      descriptors = new int[] {memory.hostFd(), memory.commonFd()};
    }
    try {
      return send(answer.encode(), descriptors) > 0;
    } finally {
      closeMemoryDescriptors();
    }
  }

  private void closeMemoryDescriptors() {
    if (memory != null) {
      memory.closeDescriptors();
      memory = null;
    }
  }

  /** What the kernel says of the client; the manager's own user stands for the system here. */
  private AccessToken token() {
    return AccessToken.ofUnix(
        credentials.pid(),
        credentials.uid(),
        credentials.gid(),
        groups(),
        server.manager().administrators());
  }

  /** An entry may deny by a group, so nobody is let in whose groups are not known. */
  private synchronized List<Long> groups() {
    Peer.Groups groups =
        socket == NONE ? new Peer.Groups(-Errno.ENODATA, List.of()) : Peer.groups(socket);
    if (groups.result() < 0) {
      throw new FilterPortException(
          "groups of pid " + credentials.pid() + ": " + Errno.name(-groups.result()),
          NtStatus.ACCESS_DENIED,
          "The kernel does not tell the client's groups.");
    }
    return groups.gids();
  }

  // ---- the home of the connection

  @Override
  public ClientProcess process() {
    return process;
  }

  @Override
  public Halves open(Connection opening) {
    SlotMemory.ForClient made = SlotMemory.create(ConnectionLayout.of(opening.maxMessageBytes()));
    mapped = made.memory();
    synchronized (this) {
      memory = made;
    }
    try {
      Halves opened = halves(made.memory(), opening);
      introduce(opening);
      return opened;
    } catch (RuntimeException | Error e) {
      release(); // the connection does not, for it has no halves
      throw e;
    }
  }

  private Halves halves(SlotMemory shared, Connection opening) {
    Halves opened =
        Halves.mapped(
            true,
            shared.memory(),
            FutexSleep.INSTANCE,
            opening.waitPolicy(),
            opening::breach,
            "filterport-host-" + credentials.pid());
    halves = opened;
    return opened;
  }

  /** From here on the connection hears of its client's end, though its filter has not decided. */
  private void introduce(Connection opening) {
    boolean late;
    synchronized (this) {
      connection = opening;
      late = gone;
    }
    if (late) {
      opening.closedByClient();
    }
  }

  @Override
  public Executor callbacks() {
    return server.callbacks();
  }

  @Override
  public boolean closeWaits() {
    return false;
  }

  /** A client that does not read its socket gets no contents. */
  @Override
  public boolean carry(int slot, int generation, Content content) {
    byte[] message = new ContentMessage(slot, generation, content.size()).encode();
    return Contents.with(content, fd -> send(message, fd)) > 0;
  }

  private synchronized int send(byte[] bytes, int... descriptors) {
    return socket == NONE ? -Errno.EBADF : DescriptorPassing.send(socket, bytes, descriptors);
  }

  /** Its threads are awake already, unless the client hides that from them. */
  @Override
  public void disconnectClient() {
    server.loop().execute(() -> server.rouse(this::rouse));
    tellDisconnected();
  }

  /** {@return whether threads of the connection still have to be woken} */
  boolean rouse() {
    Halves closed = halves;
    return closed != null && closed.rouse();
  }

  private synchronized void tellDisconnected() {
    disconnected = true;
    if (socket != NONE && stage == Stage.DECIDED) {
      int ignored = UnixSocket.shutdown(socket, UnixSocket.SHUT_WR);
    }
  }

  /**
   * A client that was accepted loses its socket with its memory; a refused one still gets the
   * answer.
   */
  @Override
  public void release() {
    SlotMemory unused = mapped;
    mapped = null;
    if (unused != null) {
      unused.close();
    }
    boolean wasAccepted;
    synchronized (this) {
      closeMemoryDescriptors();
      released = true;
      wasAccepted = accepted;
    }
    if (wasAccepted) {
      server.loop().execute(() -> end("is finished"));
    }
  }
}
