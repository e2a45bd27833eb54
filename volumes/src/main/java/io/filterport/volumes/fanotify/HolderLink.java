package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.DescriptorLimit;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.Poll;
import io.filterport.linux.ProcessControl;
import io.filterport.linux.UnixSocket;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.fanotify.HolderMessage.Arrival;
import io.filterport.volumes.fanotify.HolderMessage.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A host's connection to its {@link Holder}. One thread gives it volumes and then {@linkplain
 * #serve() serves}; any thread may end it.
 */
public final class HolderLink {
  /** How much longer than the time limit of its operations a host may be silent. */
  private static final long MARGIN_MILLIS = 2_000;

  private static final int PATIENCE_MILLIS = 10_000;

  /** How often a host that owes an answer looks whether it is well again. */
  private static final int LOOK_MILLIS = 100;

  private final List<Liveness> volumes = new CopyOnWriteArrayList<>();

  // of the thread that serves
  private @Nullable Long answeredNanos;
  private boolean asked;

  // guarded by this
  private final int socket;
  private boolean over;

  private HolderLink(int socket) {
    this.socket = socket;
  }

  /**
   * {@return a connection to the holder that listens there, or empty if none does}
   *
   * @param path the holder's socket
   */
  public static Optional<HolderLink> find(Path path) {
    int socket = UnixSocket.create(UnixSocket.SEQPACKET);
    if (socket >= 0 && UnixSocket.connect(socket, path.toString()) < 0) {
      Fds.close(socket);
      return Optional.empty();
    }
    return socket < 0 ? Optional.empty() : Optional.of(new HolderLink(socket));
  }

  /** Whether the volume's reader does its work. */
  private static final class Liveness {
    private final FanotifyVolume volume;
    private final long patienceNanos;
    private final ReaderProgress reader;

    Liveness(FanotifyVolume volume, long patienceMillis) {
      this.volume = volume;
      this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
      this.reader = ReaderProgress.of(volume);
    }

    void trustAfter(long answeredNanos) {
      volume.trustVerdictsUntil(answeredNanos + patienceNanos);
    }

    boolean isAlive() {
      return reader.isAlive();
    }
  }

  /**
   * Gives a volume to the holder: it will answer for it while this process is silent, with the
   * default verdict, and after its death.
   *
   * @param volume this process' volume
   * @param allowAfterDeath what guarded files get then; outside of the directory all is allowed
   * @throws FilterPortException {@link NtStatus#INSUFFICIENT_RESOURCES} if the holder does not take
   *     it
   */
  public void hold(FanotifyVolume volume, boolean allowAfterDeath) {
    HolderMessage terms = terms(volume, allowAfterDeath);
    Liveness held = new Liveness(volume, terms.patienceMillis());
    held.trustAfter(System.nanoTime());
    int sent = terms.send(socket, volume.group(), volume.directory());
    if (sent < 0 || !awaitHeld()) {
      throw new FilterPortException(
          "giving " + volume.name() + " to a holder" + (sent < 0 ? ": " + Errno.name(sent) : ""),
          NtStatus.INSUFFICIENT_RESOURCES,
          "The holder needs " + terms.descriptors() + " descriptors and is gone: ulimit -n");
    }
    volumes.add(held);
  }

  /**
   * Tells a volume that no holder has it any more, so that nobody answers for it but this process.
   *
   * @param volume one whose last holder is gone
   */
  public static void letGo(FanotifyVolume volume) {
    volume.trustVerdictsForGood();
  }

  private static HolderMessage terms(FanotifyVolume volume, boolean allowAfterDeath) {
    VolumeOptions terms = volume.options().volume();
    return new HolderMessage(
        Kind.HOLD,
        terms.defaultVerdict().allowed() || terms.audit(),
        allowAfterDeath || terms.audit(),
        ProcessControl.pid(),
        boundedDescriptors(),
        terms.timeLimitNanos() / 1_000_000 + MARGIN_MILLIS);
  }

  /** The holder has the same limit, and needs some numbers above those of this process. */
  private static int boundedDescriptors() {
    DescriptorLimit limit = DescriptorLimit.get();
    long most = limit.hard() < 0 ? DescriptorBudget.MOST : limit.hard() - LowNumbers.ROOM;
    int bound = (int) Math.min(most, DescriptorBudget.MOST);
    if (limit.soft() < 0 || limit.soft() > bound) {
      DescriptorLimit.set(bound, limit.hard());
      return bound;
    }
    return (int) limit.soft();
  }

  private boolean awaitHeld() {
    Kind kind = Kind.PING;
    while (kind == Kind.PING && Poll.await(socket, Poll.IN, PATIENCE_MILLIS) > 0) {
      kind = HolderMessage.receive(socket).kind();
      hear(kind);
    }
    return kind == Kind.HELD;
  }

  /**
   * The holder asks again only when it has heard the answer, and does not stand in then. So what it
   * cannot have done is counted from the answer before, not from a question that may be old.
   */
  private void hear(Kind kind) {
    if (kind == Kind.PING) {
      Long before = answeredNanos;
      if (before != null) {
        volumes.forEach(volume -> volume.trustAfter(before));
      }
      asked = true;
      answer();
    }
  }

  /** Who is not well owes the answer until it is: the holder does not ask again without one. */
  private void answer() {
    if (asked && isWell()) {
      asked = false;
      answeredNanos = System.nanoTime();
      int ignored = HolderMessage.of(Kind.PONG).send(socket);
    }
  }

  /** Looks at all: each must remember what it saw. */
  private boolean isWell() {
    return volumes.stream().filter(volume -> !volume.isAlive()).count() == 0;
  }

  /** Answers the holder. Returns when it is gone, perhaps because it was told to. */
  public void serve() {
    Kind kind = Kind.PING;
    while (kind != Kind.GONE) {
      if (Poll.await(socket, Poll.IN, asked ? LOOK_MILLIS : -1) > 0) {
        Arrival arrival = HolderMessage.receive(socket);
        arrival.close();
        kind = arrival.kind();
        hear(kind);
      } else {
        answer();
      }
    }
    close();
  }

  private synchronized void close() {
    if (!over) {
      over = true;
      Fds.close(socket);
    }
  }

  /** Tells the holder to end: it guards nothing any more. */
  public synchronized void end() {
    if (!over) {
      int ignored = HolderMessage.of(Kind.END).send(socket);
    }
  }

  /**
   * The same, for a holder that this process gave nothing, and waits until it is gone.
   *
   * @return whether it is; false if it does not answer
   */
  public boolean endAndWait() {
    end();
    boolean gone = Poll.await(socket, Poll.IN, PATIENCE_MILLIS) > 0;
    close();
    return gone;
  }
}
