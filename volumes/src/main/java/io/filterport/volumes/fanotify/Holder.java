package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Epoll;
import io.filterport.linux.EpollEvents;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.Identity;
import io.filterport.linux.Peer;
import io.filterport.linux.UnixSocket;
import io.filterport.volumes.fanotify.HolderMessage.Arrival;
import io.filterport.volumes.fanotify.HolderMessage.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process that keeps the volumes of a host when the host cannot: one thread, which {@link #run}
 * is.
 *
 * <p>A group of events lives until its last descriptor is closed. The holder has a duplicate, so
 * the host's death does not end the guard, and whoever opens a guarded file waits for the holder
 * instead. While the host is well the holder reads nothing and only asks it, twice a second,
 * whether it is there.
 *
 * <pre>
 *              silent for longer than its patience
 *   watching ───────────────────────────────────────► standing in   answers like a time limit
 *       ▲  │ ◄─────────────────────────────────────── │
 *       │  │               the host answers           │
 *       │  └──────────────────┬───────────────────────┘
 *       │                     │ the host is gone
 *     HOLD                    ▼
 *                          holding       denies, until END or a signal; ends at once if it is to
 *                                        allow, for then the kernel does
 * </pre>
 *
 * <p><b>Two readers of one group.</b> An answer names its event by the number of the event's
 * descriptor in the process that read it. So the holder can answer what a silent or dead host had
 * read: it tries each number that the host can have. And so that no answer of one process can mean
 * an event of the other, all such numbers are taken in the holder before it reads anything.
 *
 * <p><b>It cannot hang.</b> It opens nothing, asks nobody, writes no log, and talks on sockets that
 * do not block. It reads once from a volume before it looks for what else there is: whoever opens
 * files all the time keeps it from nothing. It trusts root and its own user, who could stop it
 * anyway.
 */
public final class Holder {
  private static final int TICK_MILLIS = 500;
  private static final int READY = 16;
  private static final int BACKLOG = 8;
  private static final long LISTENER = -1;

  private final int listener;
  private final int epoll = Epoll.create();
  private final EpollEvents ready = new EpollEvents(READY);
  private final LowNumbers lowNumbers = new LowNumbers();
  private final List<HeldVolume> volumes = new ArrayList<>();
  private int host = -1;
  private int hostPid;
  private boolean asked;
  private int silentTicks;
  private boolean reading;
  private boolean ended;

  private Holder(int listener) {
    this.listener = listener;
  }

  /**
   * Holds what a host brings, until it is told to end.
   *
   * @param socket where to listen; there must be nothing
   * @param onReady runs when a host may connect
   * @throws FilterPortException if it cannot listen there
   */
  public static void run(Path socket, Runnable onReady) {
    int listener = listen(socket.toString());
    onReady.run();
    new Holder(listener).run();
  }

  private static int listen(String path) {
    int socket = UnixSocket.create(UnixSocket.SEQPACKET);
    int bound = socket < 0 ? socket : UnixSocket.bind(socket, path);
    int result = bound < 0 ? bound : UnixSocket.listen(socket, BACKLOG);
    if (result < 0) {
      OpenEvent.close(socket);
      throw new FilterPortException(
          "listening on " + path + " (" + Errno.name(result) + ")",
          NtStatus.UNSUCCESSFUL,
          "Its directory must exist and be writable, and the path have at most 107 bytes.");
    }
    return socket;
  }

  private void run() {
    Epoll.add(epoll, listener, Epoll.IN, LISTENER);
    long tick = System.nanoTime();
    while (!ended) {
      int count = ready.await(epoll, TICK_MILLIS);
      for (int i = 0; i < count && !ended; i++) {
        handle(ready.key(i));
      }
      if (System.nanoTime() - tick >= TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS)) {
        tick = System.nanoTime(); // one at a time: a pause of this process is none of the host's
        tick();
      }
    }
  }

  private void handle(long key) {
    Optional<HeldVolume> volume = volumes.stream().filter(it -> it.group() == key).findFirst();
    if (key == LISTENER) {
      accept();
    } else if (volume.isPresent()) {
      answerUnread(volume.get());
    } else {
      hear((int) key);
    }
  }

  private void accept() {
    int caller = UnixSocket.accept(listener);
    if (caller >= 0 && (!isTrusted(caller) || Epoll.add(epoll, caller, Epoll.IN, caller) < 0)) {
      Fds.close(caller);
    }
  }

  private static boolean isTrusted(int caller) {
    Peer.Credentials peer = Peer.credentials(caller);
    return peer.result() == 0 && (peer.uid() == 0 || peer.uid() == Identity.effectiveUid());
  }

  private void hear(int caller) {
    Arrival arrival = HolderMessage.receive(caller);
    switch (arrival.kind()) {
      case HOLD -> hold(caller, arrival);
      case PONG -> hostAnswered(caller);
      case END -> ended = true;
      default -> forget(caller, arrival);
    }
  }

  private void hold(int caller, Arrival arrival) {
    HolderMessage terms = arrival.message();
    if (arrival.descriptors().size() != HolderMessage.VOLUME
        || (host != caller && !volumes.isEmpty())
        || !lowNumbers.take(terms.descriptors())) {
      forget(caller, arrival);
      return;
    }
    volumes.add(new HeldVolume(arrival.descriptors().get(0), arrival.descriptors().get(1), terms));
    host = caller;
    hostPid = terms.pid();
    int ignored = HolderMessage.of(Kind.HELD).send(caller);
  }

  private void hostAnswered(int caller) {
    if (caller == host) {
      asked = false;
      silentTicks = 0;
      stopReading();
    }
  }

  private void forget(int caller, Arrival arrival) {
    arrival.close();
    Fds.close(caller);
    if (caller == host) {
      hostIsGone();
    }
  }

  private void tick() {
    if (host < 0) {
      return;
    }
    if (!asked) {
      asked = HolderMessage.of(Kind.PING).send(host) > 0;
    } else {
      silentTicks++;
      standIn();
    }
  }

  private void standIn() {
    for (HeldVolume volume : volumes) {
      if ((long) silentTicks * TICK_MILLIS > volume.terms().patienceMillis()
          && lowNumbers.take(volume.terms().descriptors())) {
        volume.answerRead(volume.terms().whileSilent());
        startReading(volume);
      }
    }
  }

  private void hostIsGone() {
    host = -1;
    hostPid = 0;
    List<HeldVolume> allowed =
        volumes.stream().filter(volume -> volume.terms().afterDeath()).toList();
    allowed.forEach(HeldVolume::close);
    volumes.removeAll(allowed);
    ended = volumes.isEmpty();
    for (HeldVolume volume : volumes) {
      volume.answerRead(false);
      startReading(volume);
    }
  }

  private void startReading(HeldVolume volume) {
    volume.forgetKept();
    reading = true;
    int ignored = Epoll.add(epoll, volume.group(), Epoll.IN, volume.group()); // or there already
  }

  private void stopReading() {
    if (reading) {
      volumes.forEach(volume -> Epoll.remove(epoll, volume.group()));
      reading = false;
    }
  }

  /** For this one alone: the patience with another volume may not be over. */
  private void answerUnread(HeldVolume volume) {
    volume.answerUnread(host >= 0 && volume.terms().whileSilent(), hostPid);
  }
}
